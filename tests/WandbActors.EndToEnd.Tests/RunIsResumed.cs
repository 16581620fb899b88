using System.Text;
using System.Text.Json.Nodes;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class RunIsResumed : Situation
{
    private Attempts Attempts => new(Program, Backend);

    [Theory]
    [InlineData("ABC")]
    [InlineData("CAB")]
    [InlineData("BAC")]
    [InlineData("CBA")]
    public async Task The_server_holds_the_attempts_in_their_order_whatever_order_they_are_sent_in(string order)
    {
        var attempts = await Attempts.RunThreeAsync();

        foreach (var name in order)
        {
            var sent = await Program.SyncAsync(attempts[name - 'A'], Backend);
            Assert.Equal((null, true), (sent.Problem, sent.IsWhole));
        }

        AssertServerHolds(attempts);
        Assert.All(attempts, attempt => Assert.True(File.Exists(TrainingProgram.LogPathOf(attempt) + ".synced")));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_does_not_keep_it_from_starting()
    {
        var gate = new TaskCompletionSource();
        Backend.Script("RunResumeStatus", Fault.SlowAnswer(gate));

        var run = await Program.StartAsync(
            Backend, new RunOptions { RunId = "slow", Resume = ResumeMode.Allow, InitTimeout = TimeSpan.FromMilliseconds(50) });

        run.Log(("loss", 0.5));
        gate.SetResult();
        var receipt = await run.FinishAsync();
        Assert.Equal(1, receipt.RowsOnServer);
    }

    [Fact]
    public async Task Steps_and_running_time_go_on_although_nobody_could_be_asked()
    {
        var attempts = await Attempts.RunThreeAsync();

        var rows = attempts.SelectMany(attempt => TrainingProgram.LogOf(attempt).History).ToArray();
        Assert.Equal(Enumerable.Range(0, 15).Select(step => $"{step}"), rows.Select(row => row["_step"]));
        var runtimes = rows.Select(row => double.Parse(row["_runtime"])).ToArray();
        Assert.Equal(runtimes.Order(), runtimes);
    }

    [Fact]
    public async Task Sending_everything_twice_changes_nothing()
    {
        var attempts = await Attempts.RunThreeAsync();
        foreach (var attempt in attempts)
            await Program.SyncAsync(attempt, Backend);
        var requests = Backend.Requests.Count;

        foreach (var attempt in attempts.Reverse())
            Assert.Null((await Program.SyncAsync(attempt, Backend)).Problem);

        AssertServerHolds(attempts);
        Assert.Equal(requests, Backend.Requests.Count);
    }

    [Fact]
    public async Task Without_the_bookmarks_it_is_sent_again_to_the_same_effect()
    {
        var attempts = await Attempts.RunThreeAsync();
        await Program.SyncAsync(attempts[2], Backend);

        foreach (var attempt in attempts.Reverse())
        {
            Attempts.ForgetBookmark(attempt);
            Assert.Null((await Program.SyncAsync(attempt, Backend)).Problem);
        }

        AssertServerHolds(attempts);
    }

    [Fact]
    public async Task A_live_attempt_sends_the_rest_of_the_earlier_one_first()
    {
        var first = await Attempts.StartAsync("A");
        await first.FlushAsync(FlushTarget.Server);
        Attempts.TakeServerAway();
        first.Log(("attempt", "A"), ("i", 5));
        await first.FinishAsync();
        Attempts.BringServerBack();

        var second = await Attempts.StartAsync("B", new RunOptions { RunId = "again", Resume = ResumeMode.Must });
        var receipt = await second.FinishAsync();

        AssertServerHolds(first, second);
        Assert.Equal((5, true), (receipt.RowsOnServer, receipt.IsUploaded));
        Assert.Equal("6", TrainingProgram.LogOf(second).History[0]["_step"]);
    }

    [Fact]
    public async Task An_attempt_goes_behind_what_another_machine_has_sent()
    {
        var first = await Attempts.RunAsync("A", Attempts.Options(RunMode.Offline));
        await Program.SyncAsync(first, Backend);
        var elsewhere = await Attempts.StartAsync("B", new RunOptions { RunId = "again", Resume = ResumeMode.Must, Directory = Program.Directory["elsewhere"] });
        await elsewhere.FinishAsync();
        var third = await Attempts.StartAsync("C", new RunOptions { RunId = "again", Resume = ResumeMode.Must });

        await third.FinishAsync();

        AssertServerHasLog(first, elsewhere, third);
        Assert.Equal(3 * Attempts.ConsoleLines, OnServer(first).Console.Count);
        var outputs = OnServer(first).Files.Where(file => file.Key.EndsWith(".log", StringComparison.Ordinal)).ToDictionary(file => file.Key, file => Encoding.UTF8.GetString(file.Value));
        Assert.Equal(2, outputs.Count);
        Assert.StartsWith("A says 0", outputs["output.log"]);
        Assert.Contains("C says 2", outputs["output.log"]);
        Assert.StartsWith("B says 0", Assert.Single(outputs, output => output.Key.StartsWith("logs/output_", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public async Task An_attempt_that_the_server_refuses_holds_those_behind_it_back()
    {
        var attempts = await Attempts.RunThreeAsync();
        Backend.Script(RecordingBackend.FileStream, Fault.Answer(404));

        var sent = await Program.SyncAsync(attempts[2], Backend);

        Assert.Contains("an earlier attempt at this run, comes first and was not sent", sent.Problem);
        Assert.Contains("404", sent.Problem);
        Assert.Empty(OnServer(attempts[2]).History);
    }

    [Fact]
    public async Task A_server_that_has_lost_the_earlier_attempts_gets_no_gap_and_the_user_is_told()
    {
        var attempts = await Attempts.RunThreeAsync();
        await Program.SyncAsync(attempts[1], Backend);
        Backend.Delete(Backend.DefaultEntity, TrainingProgram.Project, "again");

        var sent = await Program.SyncAsync(attempts[2], Backend);

        Assert.Contains("it has 0 of the 10 rows, 0 of the 4 samples and 0 of the 6 console lines", sent.Problem);
        Assert.Contains("delete bookmark.sqlite", sent.Problem);
    }

    [Fact]
    public async Task Another_server_gets_all_of_them()
    {
        await using var other = await RecordingBackend.StartAsync();
        var attempts = await Attempts.RunThreeAsync();
        await Program.SyncAsync(attempts[1], Backend);

        Assert.Null((await Program.SyncAsync(attempts[2], other)).Problem);

        Assert.Equal(15, other.Run(other.DefaultEntity, TrainingProgram.Project, "again").History.Count);
        Assert.Equal(10, OnServer(attempts[0]).History.Count);
        Assert.Empty(other.Violations);
    }

    [Fact]
    public async Task Where_the_lines_begin_stands_beside_each_log()
    {
        var attempts = await Attempts.RunThreeAsync();

        await Program.SyncAsync(attempts[2], Backend);

        var states = attempts.Select(attempt => JsonNode.Parse(File.ReadAllText(TrainingProgram.LogPathOf(attempt) + ".syncstate"))!.AsObject()).ToArray();
        Assert.All(states, state => Assert.True(state.Remove("place")));
        Assert.Equal(
            [
                """{"starting_step":0,"history_base":0,"events_base":0,"console_base":0}""",
                """{"starting_step":5,"history_base":5,"events_base":2,"console_base":3}""",
                """{"starting_step":10,"history_base":10,"events_base":4,"console_base":6}""",
            ],
            states.Select(state => state.ToJsonString()));
    }

    [Fact]
    public async Task A_run_that_is_not_to_be_resumed_begins_anew()
    {
        await Attempts.RunAsync("A", Attempts.Options(RunMode.Offline));

        var second = await Attempts.RunAsync("B", new RunOptions { RunId = "again", Mode = RunMode.Offline });

        Assert.Equal("0", TrainingProgram.LogOf(second).History[0]["_step"]);
    }

    [Fact]
    public async Task Offline_a_run_that_must_be_resumed_needs_an_earlier_log()
    {
        var refusal = await Assert.ThrowsAsync<WandbException>(() =>
            Program.StartAsync(new RunOptions { RunId = "again", Mode = RunMode.Offline, Resume = ResumeMode.Must }));

        Assert.Contains("There is no run again of project digits in", refusal.Message);
    }

    [Fact]
    public async Task Offline_a_run_that_must_be_new_refuses_an_earlier_log()
    {
        await Attempts.RunAsync("A", Attempts.Options(RunMode.Offline));

        var refusal = await Assert.ThrowsAsync<WandbException>(() =>
            Program.StartAsync(Backend, new RunOptions { RunId = "again", Mode = RunMode.Offline, Resume = ResumeMode.Never }));

        Assert.Contains("Run again exists in", refusal.Message);
    }

    private void AssertServerHolds(params Run[] attempts)
    {
        AssertServerHasLog(attempts);
        var server = OnServer(attempts[0]);
        Assert.Equal(attempts.Length * Attempts.Samples, server.Events.Count);
        Assert.Equal(
            "ABC"[..attempts.Length].SelectMany(name => Enumerable.Range(0, Attempts.ConsoleLines).Select(i => $"{name} says {i}")),
            server.Console.Select(line => line[(line.IndexOf(' ') + 1)..]));
        Assert.Equal(
            "ABC"[..attempts.Length].SelectMany(name => Enumerable.Range(0, Attempts.ConsoleLines).Select(i => $"{name} says {i}\n")),
            Encoding.UTF8.GetString(server.Files["output.log"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line + "\n"));
        Assert.True(server.IsComplete);
    }
}
