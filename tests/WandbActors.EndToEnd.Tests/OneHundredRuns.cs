using System.Diagnostics;
using WandbActors.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace WandbActors.EndToEnd.Tests;

public sealed class OneHundredRuns(ITestOutputHelper output) : Situation
{
    private const int Runs = 100;

    [Fact]
    public async Task One_after_another_leave_nothing_behind()
    {
        var watch = Stopwatch.StartNew();
        var logs = new List<Guid>();

        for (var i = 0; i < Runs; i++)
        {
            await using var run = await Program.StartAsync();
            run.Log(("i", i));
            logs.Add(run.Session!.LogGuid);
        }

        output.WriteLine($"{Runs} runs one after another: {watch.Elapsed.TotalSeconds:0.0} s");
        AssertNothingLeft(logs);
    }

    [Fact]
    public async Task At_once_keep_their_rows_apart()
    {
        var watch = Stopwatch.StartNew();
        var runs = await Task.WhenAll(Enumerable.Range(0, Runs).Select(_ => Program.StartAsync()));

        for (var row = 0; row < 10; row++)
        {
            for (var i = 0; i < Runs; i++)
                runs[i].Log(("run", i), ("row", row));
        }

        var receipts = await Task.WhenAll(runs.Select(run => run.FinishAsync()));

        output.WriteLine($"{Runs} runs at once: {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.All(receipts, receipt => Assert.Equal((10, 10), (receipt.RowsOffered, receipt.RowsInLog)));
        for (var i = 0; i < Runs; i++)
            Assert.All(TrainingProgram.LogOf(runs[i]).History, row => Assert.Equal($"{i}", row["run"]));
        AssertNothingLeft(runs.Select(run => run.Session!.LogGuid));
    }

    private static void AssertNothingLeft(IEnumerable<Guid> logs)
    {
        var names = Directory.GetFiles("/dev/shm").Select(Path.GetFileName).ToHashSet();
        Assert.DoesNotContain(logs, log => names.Any(name => name!.Contains($"{log:N}")));
    }
}
