using System.Runtime.InteropServices;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

/// <summary>A process ends and its run was not finished: the run is, and the process ends as it would have.</summary>
public sealed class ProcessEnds
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    // Of which the runtime may put off the end by 5 s; the rest is for machines that are busy.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("return", 7, 7)]
    [InlineData("exit", 9, 9)]
    [InlineData("throw", 134, 1)]
    [InlineData("throw-on-a-thread", 134, 1)]
    public async Task By_itself(string way, int status, int exitCode)
    {
        using var program = new ExitProgram(way);
        await program.SaidAsync("logged");

        var ended = await program.EndedAsync();

        Assert.Equal(status, ended.Status);
        AssertIsWhole(program, exitCode);
        Assert.Contains("wandb-actors sync", ended.Said);
        Assert.Contains("1001 logged, 1001 in the log", ended.Said);
        Assert.InRange(ended.Took, TimeSpan.Zero, Bound);
    }

    [Fact]
    public async Task Standard_output_is_the_programs_alone()
    {
        using var program = new ExitProgram("finish", variables: ("WANDB_ACTORS_BUFER_SIZE", "1 MiB"));
        await program.SaidAsync("logged");

        var ended = await program.EndedAsync();

        Assert.All(ended.Printed.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("loaded ", line, StringComparison.Ordinal));
        Assert.Contains("wandb: WARNING There is no setting WANDB_ACTORS_BUFER_SIZE (did you mean WANDB_ACTORS_BUFFER_SIZE?)", ended.Said, StringComparison.Ordinal);
        Assert.Contains("wandb: Rows: ", ended.Said, StringComparison.Ordinal);
    }

    [SignalsTheory]
    [InlineData(1, 129)]
    [InlineData(Interrupt, 130)]
    [InlineData(3, 131)]
    [InlineData(Terminate, 143)]
    public async Task By_a_signal(int signal, int status)
    {
        using var program = new ExitProgram("signal");
        await program.SaidAsync("logged");

        program.Signal(signal);
        var ended = await program.EndedAsync();

        Assert.Equal(status, ended.Status);
        AssertIsWhole(program, status);
        Assert.Contains("wandb-actors sync", ended.Said);
        Assert.InRange(ended.Took, TimeSpan.Zero, Bound);
    }

    [SignalsFact]
    public async Task While_the_server_is_away_the_log_has_it_all_within_the_bound()
    {
        using var program = new ExitProgram("signal", "http://127.0.0.1:9");
        await program.SaidAsync("logged");

        program.Signal(Terminate);
        var ended = await program.EndedAsync();

        Assert.Equal(143, ended.Status);
        AssertIsWhole(program, 143);
        Assert.Contains("wandb-actors sync", ended.Said);
        Assert.InRange(ended.Took, TimeSpan.Zero, Bound);
    }

    [SignalsFact]
    public async Task While_threads_go_on_logging_no_call_that_has_returned_is_lost()
    {
        const int threads = 4;
        using var program = new ExitProgram("training-goes-on");
        await program.SaidAsync("goes on");

        program.Signal(Terminate);
        var ended = await program.EndedAsync();

        Assert.Equal(143, ended.Status);
        Assert.Empty(program.Log.Complaints);
        var returned = MemoryMarshal.Cast<byte, long>(File.ReadAllBytes(program.PathOf("returned"))).ToArray();
        for (var thread = 0; thread < threads; thread++)
        {
            var logged = program.Log.History.Where(row => row.ContainsKey($"thread-{thread}")).Select(row => long.Parse(row[$"thread-{thread}"]));
            Assert.Equal(Enumerable.Range(1, (int)returned[thread]).Select(number => (long)number), logged.Take((int)returned[thread]));
        }
    }

    [SignalsFact]
    public async Task A_value_that_never_comes_is_given_up_in_time()
    {
        using var program = new ExitProgram("signal-with-an-open-value");
        await program.SaidAsync("waits for a value");

        program.Signal(Terminate);
        var ended = await program.EndedAsync();

        Assert.Equal(143, ended.Status);
        Assert.Equal("NaN", program.Log.History[^1]["late"]);
        Assert.Contains("1 values are missing", ended.Said);
        Assert.Empty(program.RingFiles);
        Assert.InRange(ended.Took, TimeSpan.Zero, Bound);
    }

    [SignalsFact]
    public async Task A_second_signal_does_not_wait_for_what_the_first_one_waits_for()
    {
        using var program = new ExitProgram("signal-with-an-open-value");
        await program.SaidAsync("waits for a value");

        program.Signal(Interrupt);
        program.Signal(Terminate);
        var ended = await program.EndedAsync();

        Assert.True(ended.Status is 130 or 143, $"{ended.Status}");
        Assert.DoesNotContain("wandb-actors sync", ended.Said); // the value was still waited for
    }

    [SignalsFact]
    public async Task A_signal_that_the_program_outlives_leaves_its_run_alone()
    {
        using var program = new ExitProgram("cancelled-signal");
        await program.SaidAsync("handles signals");

        program.Signal(Terminate);
        var ended = await program.EndedAsync();

        Assert.Equal(3, ended.Status);
        Assert.Equal("1", program.Log.History[^1]["after"]);
        Assert.Equal(3, ExitCodeOf(program));
    }

    [Fact]
    public async Task In_silence_if_that_is_wanted()
    {
        using var program = new ExitProgram("return", variables: ("WANDB_SILENT", "true"));
        await program.SaidAsync("logged");

        var ended = await program.EndedAsync();

        Assert.Equal((7, ""), (ended.Status, ended.Said));
        AssertIsWhole(program, 7);
    }

    private static void AssertIsWhole(ExitProgram program, int exitCode)
    {
        var log = program.Log;

        Assert.Empty(log.Complaints);
        Assert.Equal(Enumerable.Range(0, ExitProgram.Rows).Select(row => $"{row}"), log.History.SkipLast(1).Select(row => row["row"]));
        Assert.Equal("1", log.History[^1]["open"]);
        Assert.Equal(exitCode, ExitCodeOf(program));
        Assert.Empty(program.RingFiles);
    }

    private static long ExitCodeOf(ExitProgram program)
    {
        var exit = program.Log.Records.Single(record => record.Kind == PlainRecord.Exit);
        return (long)(exit.Fields.SingleOrDefault(field => field.Number == 1)?.Value ?? 0);
    }
}
