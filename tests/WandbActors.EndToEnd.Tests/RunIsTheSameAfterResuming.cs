using System.Text.Json.Nodes;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class RunIsTheSameAfterResuming : Situation
{
    [Theory]
    [InlineData(RunMode.Online, RunMode.Online, "here")]
    [InlineData(RunMode.Online, RunMode.Offline, "here")]
    [InlineData(RunMode.Offline, RunMode.Offline, "here")]
    [InlineData(RunMode.Offline, RunMode.Online, "here")]
    [InlineData(RunMode.Online, RunMode.Online, "elsewhere")]
    public async Task What_the_earlier_attempt_left_stays(RunMode before, RunMode after, string place)
    {
        await (await FirstAsync(before)).FinishAsync();

        var run = await GoOnAsync(after, place, config => config["lr"] = 2);
        run.Log(("loss", 0.25));
        await run.FinishAsync();
        if (after == RunMode.Offline)
            Assert.Null((await Program.SyncAsync(run, Backend)).Problem);

        Assert.True(run.Resumed);
        Assert.Equal((64, 2), (run.Config["batch"], run.Config["lr"]));
        Assert.Equal("""{"best":0.9,"loss":0.25,"nested":{"x":1}}""", SummaryOf(run));
        Assert.Equal("""{"batch":64,"list":[1,2],"lr":2}""", ConfigOf(run));
        Assert.Equal(("first", "a note"), ((string?)OnServer(run).Variable("displayName"), (string?)OnServer(run).Variable("notes")));
        Assert.Equal(["a", "b"], OnServer(run).Variable("tags")!.AsArray().Select(tag => (string?)tag));
        Assert.Equal(OnServer(run).SummaryLine, System.Text.Encoding.UTF8.GetString(OnServer(run).Files["wandb-summary.json"]));
    }

    [Theory]
    [InlineData(RunMode.Online)]
    [InlineData(RunMode.Offline)]
    public async Task What_it_was_called_can_be_read_and_built_upon(RunMode mode)
    {
        await (await FirstAsync(mode)).FinishAsync();

        var run = await GoOnAsync(mode, "here");
        var (name, notes) = (run.Name, run.Notes);
        run.Tags = [.. run.Tags, "late"];
        await run.FinishAsync();
        if (mode == RunMode.Offline)
            await Program.SyncAsync(run, Backend);

        Assert.Equal(("first", "a note"), (name, notes));
        Assert.Equal(["a", "b", "late"], OnServer(run).Variable("tags")!.AsArray().Select(tag => (string?)tag));
    }

    [Fact]
    public async Task What_it_was_called_is_known_to_every_later_attempt_offline()
    {
        await (await FirstAsync(RunMode.Offline)).FinishAsync();
        await (await GoOnAsync(RunMode.Offline, "here")).FinishAsync();
        await (await GoOnAsync(RunMode.Offline, "here")).FinishAsync();

        var run = await GoOnAsync(RunMode.Offline, "here");
        var (name, notes) = (run.Name, run.Notes);
        run.Tags = [.. run.Tags, "late"];
        await run.FinishAsync();
        await Program.SyncAsync(run, Backend);

        Assert.Equal(("first", "a note"), (name, notes));
        Assert.Equal(["a", "b", "late"], OnServer(run).Variable("tags")!.AsArray().Select(tag => (string?)tag));
    }

    [Fact]
    public async Task Tags_that_an_attempt_took_away_do_not_come_back_offline()
    {
        await (await FirstAsync(RunMode.Offline)).FinishAsync();
        var second = await GoOnAsync(RunMode.Offline, "here");
        second.Tags = [];
        await second.FinishAsync();
        await (await GoOnAsync(RunMode.Offline, "here")).FinishAsync();

        await using var run = await GoOnAsync(RunMode.Offline, "here");

        Assert.Empty(run.Tags);
        Assert.Equal(("first", "a note"), (run.Name, run.Notes));
    }

    [Fact]
    public async Task What_people_have_changed_on_the_server_meanwhile_stays_too()
    {
        await (await FirstAsync(RunMode.Online)).FinishAsync();
        Backend.Edit(Backend.DefaultEntity, TrainingProgram.Project, "again", new JsonObject { ["tags"] = new JsonArray("theirs"), ["notes"] = "theirs" });

        var run = await GoOnAsync(RunMode.Online, "here");
        var tags = run.Tags;
        await run.FinishAsync();

        Assert.Equal(["theirs"], tags);
        Assert.Equal("theirs", (string?)OnServer(run).Variable("notes"));
        Assert.Equal(["theirs"], OnServer(run).Variable("tags")!.AsArray().Select(tag => (string?)tag));
    }

    [Fact]
    public async Task What_nobody_could_be_asked_for_at_the_start_stays_too()
    {
        await (await FirstAsync(RunMode.Online)).FinishAsync();
        var gate = new TaskCompletionSource();
        Backend.Script("RunResumeStatus", Fault.SlowAnswer(gate));

        var run = await GoOnAsync(RunMode.Online, "elsewhere", config => config["lr"] = 2, ResumeMode.Allow, TimeSpan.FromMilliseconds(50));
        run.Log(("loss", 0.25));
        gate.SetResult();
        await run.FinishAsync();
        var requests = Backend.Requests.Count;
        Attempts.ForgetBookmark(run);
        await Program.SyncAsync(run, Backend);

        Assert.Equal("""{"best":0.9,"loss":0.25,"nested":{"x":1}}""", SummaryOf(run));
        Assert.Equal("""{"batch":64,"list":[1,2],"lr":2}""", ConfigOf(run));
        Assert.DoesNotContain(Backend.Requests.Skip(requests), request => request.Kind == "RunResumeStatus");
        Assert.All(OnServer(run).Upserts, upsert => Assert.True(upsert["config"] is not { } config || ((string)config!).Contains("batch")));
    }

    [Fact]
    public async Task What_an_attempt_has_taken_away_does_not_come_back()
    {
        await (await FirstAsync(RunMode.Online)).FinishAsync();
        var second = await GoOnAsync(RunMode.Offline, "here");
        second.Summary.Remove("best");
        second.Config.Remove("list");
        await second.FinishAsync();

        var third = await GoOnAsync(RunMode.Online, "here");
        await third.FinishAsync();

        Assert.Equal("""{"loss":0.5,"nested":{"x":1}}""", SummaryOf(third));
        Assert.Equal("""{"batch":64,"lr":1}""", ConfigOf(third));
    }

    [Fact]
    public async Task By_itself_it_goes_on_until_it_has_ended_well()
    {
        var first = await Program.StartAsync(new RunOptions { Mode = RunMode.Offline, Resume = ResumeMode.Auto });
        first.Log(("i", 0));
        await first.FinishAsync(exitCode: 1);
        var second = await Program.StartAsync(new RunOptions { Mode = RunMode.Offline, Resume = ResumeMode.Auto });
        await second.FinishAsync();
        var third = await Program.StartAsync(new RunOptions { Mode = RunMode.Offline, Resume = ResumeMode.Auto });
        await third.FinishAsync();

        Assert.Equal((first.Id, true, 1), (second.Id, second.Resumed, second.StartingStep));
        Assert.NotEqual(first.Id, third.Id);
        Assert.Equal((false, 0), (third.Resumed, third.StartingStep));
    }

    private async Task<Run> FirstAsync(RunMode mode)
    {
        var run = await Program.StartAsync(Backend, new RunOptions
        {
            RunId = "again",
            Mode = mode,
            Name = "first",
            Notes = "a note",
            Tags = ["a", "b"],
            Config = { ["lr"] = 1, ["batch"] = 64, ["list"] = new[] { 1, 2 } },
        });
        run.Log(("loss", 0.5), ("nested", MetricValue.Of(new { x = 1 })));
        run.Summary["best"] = 0.9;
        return run;
    }

    private Task<Run> GoOnAsync(
        RunMode mode, string place, Action<IDictionary<string, object?>>? configure = null, ResumeMode resume = ResumeMode.Must, TimeSpan? patience = null)
    {
        var options = new RunOptions
        {
            RunId = "again",
            Mode = mode,
            Resume = resume,
            InitTimeout = patience,
            Directory = place == "here" ? null : Program.Directory[place],
        };
        configure?.Invoke(options.Config);
        return Program.StartAsync(Backend, options);
    }

    // Without what each row and attempt has of its own.
    private string SummaryOf(Run run) => Own(JsonNode.Parse(OnServer(run).SummaryLine!)!.AsObject()).ToJsonString();

    private string ConfigOf(Run run)
    {
        var config = Own(JsonNode.Parse((string)OnServer(run).Variable("config")!)!.AsObject());
        return new JsonObject(config.Select(setting => KeyValuePair.Create(setting.Key, setting.Value!["value"]?.DeepClone()))).ToJsonString();
    }

    private static JsonObject Own(JsonObject members) => new(members
        .Where(member => !member.Key.StartsWith('_'))
        .OrderBy(member => member.Key, StringComparer.Ordinal)
        .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
}
