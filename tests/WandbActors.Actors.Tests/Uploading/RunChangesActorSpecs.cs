using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class RunChangesActorSpecs : UploadSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Changes_of_the_run_are_collected_and_lose_nothing()
    {
        Start();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);

        Run.Session.Append(new Record { Run = new RunRecord { RunId = "r1", Entity = "lab", Project = "golden", DisplayName = "renamed" } });
        Grow();
        await Advance(3 * Second);
        Run.Session.Append(new Record { Config = new ConfigRecord { Update = { new ConfigItem { Key = "lr", ValueJson = "7" } } } });
        Grow();
        await AdvanceUntil(run => run.Upserts.Count == 2);
        await Advance(10 * Second);

        Assert.Equal("renamed", (string?)OnServer.Variable("displayName"));
        Assert.Contains("\"lr\":{\"value\":7}", (string?)OnServer.Variable("config"));
        Assert.Equal(2, OnServer.Upserts.Count);
    }

    [Fact]
    public async Task A_burst_of_changes_is_one_call_that_carries_the_last_state_of_what_has_changed()
    {
        Start();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);

        Run.Session.Attributes.Open(new RunRecord { RunId = "r1", Entity = "lab", Project = "golden" });
        for (var i = 0; i <= 100; i++)
        {
            Run.Session.Attributes.Change(new ChangeRun { Notes = $"note {i}" }, mayWait: true);
            Grow();
        }

        await AdvanceUntil(run => run.Upserts.Count == 2);
        await Advance(10 * Second);

        Assert.Equal(2, OnServer.Upserts.Count);
        Assert.Equal("note 100", (string?)OnServer.Upserts[^1]["notes"]);
        Assert.Null(OnServer.Upserts[^1]["config"]);
    }

    [Fact]
    public async Task A_change_waits_for_the_one_before_so_that_the_last_one_holds()
    {
        Start();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        HoldBack("UpsertBucket");
        Configure("1");
        await AdvanceUntil(run => run.Upserts.Count == 2);

        Configure("2");
        await Advance(15 * Second);
        var whileWaiting = OnServer.Upserts.Count;
        Answer();
        await AdvanceUntil(run => run.Upserts.Count == 3);

        Assert.Equal(2, whileWaiting);
        Assert.Contains("\"lr\":{\"value\":2}", (string?)OnServer.Upserts[^1]["config"]);
    }

    private void Configure(string lr)
    {
        Run.Session.Append(new Record { Config = new ConfigRecord { Update = { new ConfigItem { Key = "lr", ValueJson = lr } } } });
        Grow();
    }
}
