using Google.Protobuf.WellKnownTypes;
using WandbActors.Actors.Bookmarks;
using WandbActors.Persistence.Records;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>
/// One run that is started again and again. Each attempt logs rows, console lines and machine samples; while the server is away they stay
/// where they are.
/// </summary>
internal sealed class Attempts(TrainingProgram program, RecordingBackend server)
{
    public const int Rows = 5;
    public const int ConsoleLines = 3;
    public const int Samples = 2;

    private static readonly string[] Calls = ["RunResumeStatus", "UpsertBucket", RecordingBackend.FileStream];

    /// <summary>The options of an attempt; it does not wait for the server at its end.</summary>
    public static RunOptions Options(RunMode mode = RunMode.Online) =>
        new() { RunId = "again", Resume = ResumeMode.Allow, Mode = mode, FinishTimeout = TimeSpan.Zero };

    public void TakeServerAway()
    {
        foreach (var call in Calls)
            server.BreakDown(call, Fault.Answer(503));
    }

    public void BringServerBack()
    {
        foreach (var call in Calls)
            server.Restore(call);
    }

    public async Task<Run> StartAsync(string name, RunOptions? options = null)
    {
        var run = await program.StartAsync(server, options ?? Options());
        for (var i = 0; i < Rows; i++)
            run.Log(("attempt", name), ("i", i));
        for (var i = 0; i < ConsoleLines; i++)
            run.Session!.Append(new Record { OutputRaw = new OutputRawRecord { OutputType = OutputRawRecord.Types.OutputType.Stdout, Line = $"{name} says {i}\n", Timestamp = Now } });
        for (var i = 0; i < Samples; i++)
            run.Session!.Append(new Record { Stats = new StatsRecord { Timestamp = Now, Item = { new StatsItem { Key = "cpu", ValueJson = $"{i}" } } } });
        return run;
    }

    /// <summary>An attempt that logs and ends, whatever the server has of it by then.</summary>
    public async Task<Run> RunAsync(string name, RunOptions? options = null)
    {
        var run = await StartAsync(name, options);
        await run.FinishAsync();
        return run;
    }

    /// <summary>Three attempts of different kinds, while the server is away.</summary>
    public async Task<Run[]> RunThreeAsync()
    {
        TakeServerAway();
        Run[] attempts =
        [
            await RunAsync("A", Options(RunMode.Offline)),
            await RunAsync("B"),
            await RunAsync("C", Options(RunMode.Offline)),
        ];
        BringServerBack();
        return attempts;
    }

    /// <summary>As if the bookmark had never been.</summary>
    public static void ForgetBookmark(Run run) => File.Delete(Path.Combine(run.Directory, BookmarkJournal.FileName));

    private static Timestamp Now => Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
}
