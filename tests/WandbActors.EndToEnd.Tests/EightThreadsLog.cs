using System.Diagnostics;
using WandbActors.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace WandbActors.EndToEnd.Tests;

public sealed class EightThreadsLog(ITestOutputHelper output) : Situation
{
    private const int Threads = 8;
    private const int RowsOfThread = 125_000;

    [Fact]
    public async Task No_row_is_lost_or_mixed_and_each_threads_rows_keep_their_order()
    {
        var run = await Program.StartAsync();
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() => LogRows(run, thread))).ToArray();

        var watch = Stopwatch.StartNew();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        var logged = watch.Elapsed;
        var receipt = await run.FinishAsync();
        output.WriteLine($"{Threads * RowsOfThread} rows logged in {logged.TotalSeconds:0.0} s, in the log after {watch.Elapsed.TotalSeconds:0.0} s");

        var next = new long[Threads];
        var steps = 0L;
        foreach (var row in StreamedRows.In(TrainingProgram.LogPathOf(run), long.Parse))
        {
            var thread = (int)row["thread"];
            Assert.Equal(steps++, row["_step"]);
            Assert.Equal(next[thread]++, row["sequence"]);
            Assert.Equal(Check(thread, row["sequence"]), row["check"]);
        }

        Assert.All(next, rows => Assert.Equal(RowsOfThread, rows));
        Assert.Equal((steps, steps, steps), (receipt.RowsOffered, receipt.RowsAccepted, receipt.RowsInLog));
        Assert.Empty(receipt.RowsDropped);
    }

    private static void LogRows(Run run, int thread)
    {
        for (var sequence = 0L; sequence < RowsOfThread; sequence++)
            run.Log(("thread", thread), ("sequence", sequence), ("check", Check(thread, sequence)));
    }

    private static long Check(int thread, long sequence) => ((thread + 1) * 1_000_003L) ^ (sequence * 7_919);
}
