using Akka.Actor;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

public sealed class RunIsChanged : Situation
{
    [Theory]
    [InlineData(RunMode.Online)]
    [InlineData(RunMode.Offline)]
    public async Task The_server_has_what_the_official_client_would_have_left_there(RunMode mode)
    {
        var golden = new GoldenServer("config");
        var run = await Program.StartAsync(Backend, new RunOptions
        {
            RunId = "config",
            Name = "config-name",
            Mode = mode,
            Tags = ["b", "a"],
            Notes = "line one\nline two",
            Group = "grp",
            JobType = "train",
        });

        run.Log(("x", 1));
        run.Tags = [.. run.Tags, "late-tag"];
        run.Name = "renamed";
        run.Notes = "new notes";
        await run.FinishAsync();
        if (mode == RunMode.Offline)
            await Program.SyncAsync(run, Backend);

        foreach (var variable in (string[])["displayName", "notes", "tags", "groupName", "jobType", "host", "name"])
            Assert.Equal(golden.LastSent(variable), OnServer(run).Variable(variable)?.ToString());
        Assert.Equal(("renamed", "new notes"), (run.Name, run.Notes));
        Assert.Equal(["b", "a", "late-tag"], run.Tags);
    }

    [Fact]
    public async Task Every_attribute_can_be_changed_and_taken_away()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { Tags = ["a"], Notes = "n", Group = "g", JobType = "j" });
        await run.FlushAsync(FlushTarget.Server);

        (run.Group, run.JobType, run.Notes, run.Tags) = ("other", "eval", "", []);
        await run.FinishAsync();

        var server = OnServer(run);
        Assert.Equal(("other", "eval", ""), ((string?)server.Variable("groupName"), (string?)server.Variable("jobType"), (string?)server.Variable("notes")));
        Assert.Empty(server.Variable("tags")!.AsArray());
        Assert.Equal(("other", "eval", "", 0), (run.Group, run.JobType, run.Notes, run.Tags.Count));
    }

    [Fact]
    public async Task What_nobody_named_stays_as_it_is_on_the_server()
    {
        var run = await Program.StartAsync(Backend);
        run.Name = "named";

        await run.FinishAsync();

        Assert.All(OnServer(run).Upserts, upsert => Assert.True(upsert is { } sent && sent["tags"] is null && sent["notes"] is null && sent["groupName"] is null));
    }

    [Fact]
    public async Task A_wrong_tag_is_left_out_and_said_once_and_the_others_are_set()
    {
        var run = await Program.StartAsync();

        run.Tags = ["good", "", new string('x', 65)];
        run.Tags = ["good", "better", ""];
        run.Tags = null!;
        run.Tags = ["good", "better", "good"];
        run.Name = null!;
        await run.FinishAsync();

        Assert.Equal(["good", "better"], run.Tags);
        Assert.Single(await Program.WarningsAsync(), warning => warning.Contains("is left out: it has 0 characters: a tag has 1 to 64"));
    }

    [Fact]
    public async Task What_the_server_has_chosen_can_be_read()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { RunId = "unnamed" });
        var before = run.Name;

        await run.FlushAsync(FlushTarget.Server);

        Assert.Equal(("", "unnamed", Backend.DefaultEntity), (before, run.Name, run.Entity));
        Assert.Equal($"{Backend.BaseUrl}/{Backend.DefaultEntity}/digits/runs/unnamed", run.Url);
        await run.FinishAsync();
    }

    [Fact]
    public async Task Whoever_conducts_the_program_may_tell_its_actor()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { Tags = ["a"] });

        run.Actor.Tell(new ChangeRun { Name = "told", Tags = ["b"] });
        run.Actor.Tell(new RaiseAlert("stuck", "no progress", AlertLevel.Error));
        run.Actor.Tell(new MarkPreempting());
        await run.Actor.Ask<RunFlushed>(new FlushRun(FlushTarget.Server), TimeSpan.FromSeconds(30));

        Assert.Equal("told", run.Name);
        Assert.Equal(["b"], run.Tags);
        Assert.True(OnServer(run).IsPreempting);
        await run.FinishAsync();
        Assert.Equal("ERROR", (string?)Assert.Single(OnServer(run).Alerts)["severity"]);
        Assert.Equal("told", (string?)OnServer(run).Variable("displayName"));
    }

    [Fact]
    public async Task A_disabled_run_keeps_it_to_itself()
    {
        var run = await Program.StartAsync(new RunOptions { Mode = RunMode.Disabled, Name = "quiet", Tags = ["a"] });

        run.Tags = [.. run.Tags, "b"];
        run.Alert("title", "text");
        run.MarkPreempting();

        Assert.Equal("quiet", run.Name);
        Assert.Equal(["a", "b"], run.Tags);
    }
}
