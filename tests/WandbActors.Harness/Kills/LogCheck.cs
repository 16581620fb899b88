using WandbActors.Harness.Children;
using WandbActors.Testing;

namespace WandbActors.Harness.Kills;

/// <summary>What is wrong with one recovered log, by a reader that shares no code with the product's.</summary>
internal static class LogCheck
{
    private const int OutputRaw = 13;
    private const int Stats = 7;

    /// <summary>Checks a log against the calls of each thread that had returned when its process was killed.</summary>
    public static LogFindings Check(PlainLog log, IReadOnlyList<long> returned)
    {
        var order = new CallOrder();
        foreach (var record in log.Records)
        {
            if (record.Kind == PlainRecord.History)
                TakeRow(record, order);
            else
                order.TakeAlone(MarksOutsideRows(record));
        }

        var (lost, invented) = order.End(returned);
        return new LogFindings
        {
            Lost = lost,
            Doubled = order.Doubled,
            Misplaced = [.. order.Misplaced, .. invented],
            Damages = [.. log.Complaints, .. ProblemsOfEnd(log)],
        };
    }

    /// <summary>The console lines of a log, in order.</summary>
    public static IEnumerable<CallMark> ConsoleOf(PlainLog log) => log.Records
        .Where(record => record.Kind == OutputRaw)
        .SelectMany(record => CallMark.InConsole(TextOf(record.Fields, 3)));

    /// <summary>How many samples a log holds.</summary>
    public static int SamplesOf(PlainLog log) => log.Records.Count(record => record.Kind == Stats);

    private static void TakeRow(PlainRecord row, CallOrder order)
    {
        var items = row.Items.ToList();
        var marks = items.Select(item => CallMark.OfValue(item.Key, item.Json)).OfType<CallMark>().ToList();
        if (marks.Count == 1 && items.Exists(item => item.Key == CallMark.StepName))
            order.TakePerhapsLate(marks[0]);
        else
            order.TakeRow(marks);
    }

    private static IEnumerable<CallMark> MarksOutsideRows(PlainRecord record) => record.Kind switch
    {
        OutputRaw => CallMark.InConsole(TextOf(record.Fields, 3)),
        Stats => record.Fields
            .Where(field => field.Number == 3)
            .Select(item => CallMark.OfValue(TextOf(item.Fields, 1), TextOf(item.Fields, 16)))
            .OfType<CallMark>(),
        _ => [],
    };

    // A killed run ends with an exit that nobody takes for success.
    private static IEnumerable<string> ProblemsOfEnd(PlainLog log)
    {
        var exits = log.Records.Where(record => record.Kind == PlainRecord.Exit).ToList();
        if (exits.Count != 1)
            yield return $"{exits.Count} exit records";
        else if (exits[0].Fields.FirstOrDefault(field => field.Number == 1)?.Value is null or 0)
            yield return "the exit code of a killed run is 0";
    }

    private static string TextOf(IReadOnlyList<PlainField> fields, int number) =>
        fields.FirstOrDefault(field => field.Number == number)?.Text ?? "";
}
