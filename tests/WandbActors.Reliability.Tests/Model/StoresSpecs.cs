using FsCheck.Xunit;
using WandbActors.Actors.Recovering;
using WandbActors.Testing;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>What holds of a run's stores whenever its process is killed, and its recoveries too.</summary>
[Properties(Arbitrary = [typeof(History)])]
public class StoresSpecs
{
    private const int OutputRaw = 13;

    [Property(MaxTest = 10_000, QuietOnSuccess = true)]
    internal void What_was_accepted_is_in_the_log_once_and_what_was_sent_is_its_beginning(History history)
    {
        using var files = new StoreFiles();
        var (sent, expected) = (new SentLines(), new ExpectedLog());
        var process = new LoggingProcess(files, sent, expected);
        foreach (var step in history.Steps)
            process.Do(step);
        process.Kill();
        foreach (var steps in history.KilledRecoveries)
            new KilledRecovery(files, steps).Run();

        var report = RunRecovery.Recover(LeftBehindRun.In(files.Run)!);

        var log = files.ReadLog();
        Assert.Empty(log.Complaints);
        Assert.Empty(report.Problems);
        Assert.Equal(expected.Entries, EntriesOf(log));
        Assert.Single(log.Records, record => record.Kind == PlainRecord.Exit);
        Assert.Equal(PlainStatistics.Of(log), PlainStatistics.SummaryOf(log));
        sent.AssertIsPrefixOf(log);
        Assert.Empty(files.Others);
    }

    private static IEnumerable<string> EntriesOf(PlainLog log) => log.Records
        .Where(record => record.Kind is PlainRecord.History or OutputRaw)
        .Select(record => record.Kind == OutputRaw
            ? record.Fields.Single(field => field.Number == 3).Text
            : ExpectedLog.RowOf(record.ItemsByKey.Where(item => item.Key is not ("_timestamp" or "_runtime"))));
}
