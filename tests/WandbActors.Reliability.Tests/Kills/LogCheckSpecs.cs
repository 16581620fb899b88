using Akka.Actor;
using Akka.Configuration;
using WandbActors.Harness.Children;
using WandbActors.Harness.Kills;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;

namespace WandbActors.Reliability.Tests.Kills;

/// <summary>A log of threads that nobody killed, as it is and doctored.</summary>
public class LogCheckSpecs : IAsyncLifetime
{
    private const long Calls = 3000;

    private readonly TempDirectory _directory = new();
    private string _log = "";

    public async Task InitializeAsync()
    {
        using var system = ActorSystem.Create("trainer", ConfigurationFactory.ParseString(ShortWaits.With(_directory.Path, "256 KiB")));
        var plan = new TrainerPlan { RunId = "whole", Directory = _directory.Path, SharedMemory = _directory.Path, Seed = 1 };
        using var acknowledged = Acknowledgements.Create(_directory["acknowledged"]);
        var run = await WandbExtension.For(system).InitAsync(plan.Options());
        var steps = new SharedSteps(0);
        var threads = Enumerable.Range(0, Acknowledgements.Threads)
            .Select(index => new TrainerThread(run, index, plan.Seed, steps, acknowledged))
            .Select(thread => new Thread(() => thread.Log(Calls)))
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        await run.FinishAsync(exitCode: 1);
        _log = Path.Combine(run.Directory, "run-whole.wandb");
    }

    public Task DisposeAsync()
    {
        _directory.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void Nothing_is_wrong_with_a_log_that_was_finished()
    {
        var findings = Check(PlainLog.Read(_log));

        Assert.Empty(findings.Sentences);
    }

    [Fact]
    public void A_row_that_is_taken_out_is_lost()
    {
        var findings = Check(Doctored(records => records.RemoveAt(RowIn(records))));

        Assert.NotEmpty(findings.Lost);
    }

    [Fact]
    public void A_row_that_is_put_in_again_is_doubled()
    {
        var findings = Check(Doctored(records => records.Insert(records.Count / 2, records[RowIn(records)])));

        Assert.NotEmpty(findings.Doubled);
    }

    [Fact]
    public void A_row_that_is_put_elsewhere_is_misplaced()
    {
        var findings = Check(Doctored(records =>
        {
            var row = records[RowIn(records)];
            records.Remove(row);
            records.Insert(records.Count / 2, row);
        }));

        Assert.NotEmpty(findings.Misplaced);
    }

    [Fact]
    public void A_log_without_an_end_is_damaged()
    {
        var findings = Check(Doctored(records => records.RemoveRange(records.Count - 3, 3)));

        Assert.Contains("0 exit records", findings.Damages);
    }

    private static LogFindings Check(PlainLog log) => LogCheck.Check(log, [.. Enumerable.Repeat(Calls, Acknowledgements.Threads)]);

    // A row in the first third of the log.
    private static int RowIn(List<byte[]> records)
    {
        var log = PlainLogOf(records);
        return Enumerable.Range(records.Count / 4, records.Count).First(index => log.Records[index].Kind == PlainRecord.History
            && log.Records[index].Items.Any(item => CallMark.OfValue(item.Key, item.Json) is not null));
    }

    private PlainLog Doctored(Action<List<byte[]>> change)
    {
        var records = new List<byte[]>();
        using (var reader = TransactionLogReader.Open(_log))
        {
            while (reader.Read(out var record) == ReadOutcome.Record)
                records.Add(record.ToArray());
        }

        change(records);
        return PlainLogOf(records);
    }

    private static PlainLog PlainLogOf(List<byte[]> records)
    {
        using var file = new ScriptedLogFile(TransactionLogFormat.FileHeader);
        using var writer = new TransactionLogWriter(file, TransactionLogFormat.FileHeaderBytes);
        foreach (var record in records)
            writer.Append(record);
        writer.Flush(toDisk: false);
        return PlainLog.Parse(file.Bytes);
    }
}
