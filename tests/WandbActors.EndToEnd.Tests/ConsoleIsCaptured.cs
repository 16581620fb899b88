using System.Text;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

public sealed class ConsoleIsCaptured : Situation
{
    private const int OutputRaw = 13;
    private const int Kill = 9;

    private static readonly RunOptions Wrapped = new() { Console = ConsoleCapture.Wrap };

    private readonly GoldenServer _official = new("console");

    [Fact]
    public async Task The_server_has_the_lines_that_the_official_client_makes_of_them()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { Console = ConsoleCapture.Wrap });
        Print(run);

        await run.FinishAsync();

        Assert.Equal(_official.Lines("output.log").Select(GoldenServer.WithoutTime), OnServer(run).Console.Select(GoldenServer.WithoutTime));
        Assert.Equal(_official.Text("upload/output.log"), Encoding.UTF8.GetString(OnServer(run).Files["output.log"]));
    }

    [Fact]
    public async Task Sent_later_they_are_the_same()
    {
        var run = await Program.StartAsync(new RunOptions { Console = ConsoleCapture.Wrap });
        Print(run);
        await run.FinishAsync();

        await Program.SyncAsync(run, Backend);

        Assert.Equal(_official.Lines("output.log").Select(GoldenServer.WithoutTime), OnServer(run).Console.Select(GoldenServer.WithoutTime));
    }

    [Fact]
    public async Task The_log_has_what_was_printed_from_the_start_to_the_end_and_nothing_that_we_say()
    {
        Console.WriteLine("before");
        var run = await Program.StartAsync(Wrapped);
        Console.WriteLine("out");
        Console.Error.WriteLine("err");
        await run.FinishAsync();
        Console.WriteLine("after");

        Assert.Equal(["out\n", "err\n"], PrintedIn(run));
        Assert.Contains("before\n", Program.Spoken, StringComparison.Ordinal);
        Assert.Contains("wandb: Rows: 0 logged", Program.Spoken, StringComparison.Ordinal);
        Assert.EndsWith("after\n", Program.Spoken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_captured_unless_that_is_wanted_but_lines_can_be_added()
    {
        var run = await Program.StartAsync(Backend);
        Console.WriteLine("not captured");
        run.WriteLine("info: started");
        run.WriteLine("fail: two\nlines", isError: true);
        await run.FinishAsync();
        run.WriteLine("too late");

        Assert.Equal(["info: started", "ERROR fail: two", "ERROR lines"], OnServer(run).Console.Select(GoldenServer.WithoutTime));
    }

    [Fact]
    public async Task Two_runs_at_once_have_it_both()
    {
        var first = await Program.With("WANDB_CONSOLE", "wrap").StartAsync();
        var second = await Program.StartAsync();
        Console.WriteLine("both");
        await first.FinishAsync();
        Console.WriteLine("second");
        await second.FinishAsync();

        Assert.Equal(["both\n"], PrintedIn(first));
        Assert.Equal(["both\n", "second\n"], PrintedIn(second));
    }

    [Fact]
    public async Task What_is_printed_of_an_exception_that_nobody_handles_is_there()
    {
        using var program = new ExitProgram("throw", variables: ("WANDB_CONSOLE", "wrap"));
        await program.SaidAsync("logged");
        await program.EndedAsync();

        var printed = PrintedIn(program.Log);
        Assert.StartsWith("logged into ", printed[0], StringComparison.Ordinal);
        Assert.StartsWith("Unhandled exception. System.InvalidOperationException: the training failed\n   at ", printed[^1], StringComparison.Ordinal);
    }

    [SignalsFact]
    public async Task A_killed_process_has_lost_nothing_that_it_had_printed()
    {
        using var program = new ExitProgram("signal-with-an-open-value", variables: ("WANDB_CONSOLE", "wrap"));
        await program.SaidAsync("waits for a value");

        program.Signal(Kill);
        await program.EndedAsync();
        program.Recover();

        Assert.Equal("waits for a value\n", PrintedIn(program.Log)[^1]);
    }

    // CASES.py, console
    private static void Print(Run run)
    {
        Console.WriteLine("plain line");
        Console.Write("no newline");
        Console.WriteLine(" … continued");
        Console.Error.Write("an error line\n");
        for (var i = 0; i < 5; i++)
            Console.Write($"\rprogress {i}/4");
        Console.Write("\n\e[31mred\e[0m text\n");
        Console.WriteLine("unicode: ✓ 日本");
        Console.WriteLine("multi\nline\n");
        run.Log(("x", 1));
    }

    private static string[] PrintedIn(Run run) => PrintedIn(TrainingProgram.LogOf(run));

    private static string[] PrintedIn(PlainLog log) =>
        [.. log.Records.Where(record => record.Kind == OutputRaw).Select(record => record.Fields.Single(field => field.Number == 3).Text)];
}
