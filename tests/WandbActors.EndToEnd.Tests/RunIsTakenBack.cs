using System.Text.Json.Nodes;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class RunIsTakenBack : Situation
{
    private const string NoSuchField = """{"errors":[{"message":"Cannot query field \"rewindRun\" on type \"Mutation\"."}]}""";

    [Fact]
    public async Task A_rewound_run_goes_on_behind_the_step_it_was_taken_back_to()
    {
        await FirstAsync(rows: 10, config: 1);

        var run = await Program.StartAsync(Backend, new RunOptions { ResumeFrom = "again?_step=3", Config = { ["new"] = 2 } });
        run.Log(("i", "anew"));
        var receipt = await run.FinishAsync();

        Assert.Equal(("again", 4, false, true), (run.Id, run.StartingStep, run.Resumed, receipt.IsComplete));
        Assert.Equal(["0", "1", "2", "3", "\"anew\""], RowsOf(run));
        Assert.Equal((1, 2), (run.Config["first"], run.Config["new"]));
        Assert.Equal(("3", "again"), (BranchPointOf(run)["step"]!.ToJsonString(), (string?)BranchPointOf(run)["run_id"]));
        Assert.Contains(72, TelemetryOf(run));
    }

    [Fact]
    public async Task It_can_be_taken_back_again_and_then_be_resumed()
    {
        await FirstAsync(rows: 10);
        await RunAsync(new RunOptions { ResumeFrom = "again?_step=5" }, "b", "b", "b");
        await RunAsync(new RunOptions { ResumeFrom = "again?_step=6" }, "c");

        var run = await RunAsync(new RunOptions { RunId = "again", Resume = ResumeMode.Must }, "d");

        Assert.Equal(["0", "1", "2", "3", "4", "5", "\"b\"", "\"c\"", "\"d\""], RowsOf(run));
        Assert.Equal(8, run.StartingStep);
    }

    [Fact]
    public async Task What_was_logged_before_is_not_sent_behind_it()
    {
        var first = await FirstAsync(rows: 10);
        var run = await RunAsync(new RunOptions { ResumeFrom = "again?_step=3" }, "anew");
        Attempts.ForgetBookmark(first);

        var sent = await Program.SyncAsync(first, Backend);

        Assert.Contains("has taken the run back to step 3", sent.Problem);
        Assert.Equal(["0", "1", "2", "3", "\"anew\""], RowsOf(run));
    }

    [Fact]
    public async Task Without_its_bookmark_it_is_sent_again_to_the_same_effect()
    {
        await FirstAsync(rows: 10);
        var run = await RunAsync(new RunOptions { ResumeFrom = "again?_step=3" }, "b", "c");
        Attempts.ForgetBookmark(run);

        Assert.Null((await Program.SyncAsync(run, Backend)).Problem);

        Assert.Equal(["0", "1", "2", "3", "\"b\"", "\"c\""], RowsOf(run));
    }

    [Fact]
    public async Task A_run_of_which_the_server_lacks_rows_is_not_taken_back()
    {
        var first = await Program.StartAsync(Backend, new RunOptions { RunId = "again" });
        first.Log(("i", 0));
        await first.FlushAsync(FlushTarget.Server);
        Backend.Script(RecordingBackend.FileStream, Fault.Answer(404));
        first.Log(("i", 1));
        await first.FinishAsync();

        var refusal = await RefusalAsync(new RunOptions { ResumeFrom = "again?_step=0" });

        Assert.Contains($"Run `wandb-actors sync {first.Directory}` first", refusal);
        Assert.DoesNotContain(Backend.Requests, request => request.Kind == "RewindRun");
    }

    [Fact]
    public async Task A_fork_has_the_rows_of_the_other_run_and_leaves_that_alone()
    {
        var first = await FirstAsync(rows: 10);

        var run = await RunAsync(new RunOptions { RunId = "fork", ForkFrom = "again?_step=3" }, "forked");

        Assert.Equal(["0", "1", "2", "3", "\"forked\""], RowsOf(run));
        Assert.Equal(10, OnServer(first).History.Count);
        Assert.Equal((4, false), (run.StartingStep, run.Resumed));
        Assert.Contains(71, TelemetryOf(run));
    }

    [Fact]
    public async Task A_fork_can_be_resumed_and_sent_again()
    {
        await FirstAsync(rows: 10);
        var fork = await RunAsync(new RunOptions { RunId = "fork", ForkFrom = "again?_step=3" }, "b");
        var run = await RunAsync(new RunOptions { RunId = "fork", Resume = ResumeMode.Must }, "c");
        Attempts.ForgetBookmark(fork);

        Assert.Null((await Program.SyncAsync(fork, Backend)).Problem);

        Assert.Equal(["0", "1", "2", "3", "\"b\"", "\"c\""], RowsOf(run));
    }

    [Fact]
    public async Task A_server_that_does_not_copy_the_rows_gets_those_of_the_fork_and_that_is_said()
    {
        await FirstAsync(rows: 0);

        var run = await RunAsync(new RunOptions { RunId = "fork", ForkFrom = "again?_step=3" }, "forked");

        Assert.Equal(["\"forked\""], RowsOf(run));
        Assert.Contains(await Program.WarningsAsync(), warning => warning.Contains("has not copied the rows of again"));
    }

    [Theory]
    [InlineData("again?_step=3", 404, "{}")]
    [InlineData("again?_step=3", 503, "{}")]
    [InlineData("again?_step=3", 200, NoSuchField)]
    public async Task A_server_that_does_not_do_it_is_named(string from, int status, string body)
    {
        await FirstAsync(rows: 5);
        Backend.Script("RewindRun", Fault.Answer(status, body: body));

        var refusal = await RefusalAsync(new RunOptions { ResumeFrom = from });

        Assert.StartsWith($"Run again cannot be rewound to {from} on {Backend.BaseUrl}: ", refusal);
        Assert.Equal(5, OnServer("again").History.Count);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_named()
    {
        Assert.Contains("there is no run gone in project digits", await RefusalAsync(new RunOptions { ForkFrom = "gone?_step=3" }));
        Assert.Contains("there is no run gone in project digits", await RefusalAsync(new RunOptions { ResumeFrom = "gone?_step=3" }));
    }

    private async Task<Run> FirstAsync(int rows, object? config = null)
    {
        var run = await Program.StartAsync(Backend, new RunOptions { RunId = "again", Config = { ["first"] = config } });
        for (var i = 0; i < rows; i++)
            run.Log(("i", i));
        await run.FinishAsync();
        return run;
    }

    private async Task<Run> RunAsync(RunOptions options, params string[] rows)
    {
        var run = await Program.StartAsync(Backend, options);
        foreach (var row in rows)
            run.Log(("i", row));
        await run.FinishAsync();
        return run;
    }

    private async Task<string> RefusalAsync(RunOptions options) =>
        (await Assert.ThrowsAsync<WandbException>(() => Program.StartAsync(Backend, options))).Message;

    private RecordedRun OnServer(string id) => Backend.Run(Backend.DefaultEntity, TrainingProgram.Project, id);

    private IEnumerable<string> RowsOf(Run run) => OnServer(run).History.Select(line => JsonNode.Parse(line)!["i"]!.ToJsonString());

    private JsonNode BranchPointOf(Run run) => BookOf(run)["branch_point"]!;

    private IEnumerable<int> TelemetryOf(Run run) => BookOf(run)["t"]!["3"]!.AsArray().Select(number => (int)number!);

    private JsonNode BookOf(Run run) => JsonNode.Parse((string)OnServer(run).Variable("config")!)!["_wandb"]!["value"]!;
}
