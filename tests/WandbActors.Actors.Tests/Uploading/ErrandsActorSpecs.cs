using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class ErrandsActorSpecs : UploadSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("UpsertBucket")]
    [InlineData("NotifyScriptableRunAlert")]
    [InlineData("CreateArtifact")]
    [InlineData(RecordingBackend.Upload)]
    public async Task The_run_is_not_completed_while_any_errand_is_under_way(string kind)
    {
        Start();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        HoldBack(kind);
        SendErrands();
        Grow(exitCode: 0);
        await AdvanceUntil(_ => Server.Requests.Count(request => request.Kind == kind) > (kind == "UpsertBucket" ? 1 : 0));

        await Advance(5 * Second);
        var isCompleteBefore = OnServer.IsComplete;
        Answer();
        await AdvanceUntilTold<UploadCompleted>();

        Assert.False(isCompleteBefore);
        Assert.True(OnServer.IsComplete);
        Assert.Empty(Server.Violations);
    }

    [Theory]
    [InlineData("UpsertBucket")]
    [InlineData("NotifyScriptableRunAlert")]
    [InlineData("CreateArtifact")]
    [InlineData("CreateRunFiles")]
    [InlineData(RecordingBackend.Upload)]
    public async Task An_errand_that_is_refused_for_good_is_said_and_holds_nothing_back(string kind)
    {
        Start();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        Server.BreakDown(kind, Fault.Answer(403, body: """{"error":"not yours"}"""));
        SendErrands();
        Grow(exitCode: 0);

        var remark = await AdvanceUntilTold<Remark>();
        var completed = await AdvanceUntilTold<UploadCompleted>();

        Assert.Contains("not yours", remark.Text);
        Assert.False(completed.IsWhole);
        Assert.Equal((1, 0), (OnServer.History.Count, OnServer.ExitCode));
    }

    private void SendErrands()
    {
        var draft = new ArtifactDraft { RunId = "r1", Project = "golden", Entity = "lab", Name = "model", Type = "model" };
        var entry = StagedArtifact.Of(Run.Session.Directory.Path, draft.ClientId).Add("a", "1"u8);
        Run.Session.Append(new Record { Artifact = draft.ToRecord([entry]) });
        Run.Session.Append(new Record { Alert = new AlertRecord { Title = "look", Text = "here", Level = "WARN" } });
        Run.Session.Append(new Record { Config = new ConfigRecord { Update = { new ConfigItem { Key = "lr", ValueJson = "7" } } } });
    }
}
