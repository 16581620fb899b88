using static WandbActors.TestKit.RowDifference;

namespace WandbActors.TestKit;

/// <summary>What a test expects of a run on a server. Each throws a <see cref="WandbAssertionException"/> that says what differs, and else returns the run.</summary>
public static class RecordedRunExpectations
{
    /// <summary>The server has so many rows of the run.</summary>
    public static RecordedRun ShouldHaveRows(this RecordedRun run, int count)
    {
        var actual = run.History.Count;
        return actual == count ? run : throw Failure(run, $"has {actual} rows, {count} are expected");
    }

    /// <summary>The rows have these values of a metric, in this order. A row without the metric counts as none.</summary>
    public static RecordedRun ShouldHaveRows(this RecordedRun run, string metric, params IEnumerable<double> values)
    {
        List<double> expected = [.. values];
        var actual = NumbersOf(run, metric);
        var same = expected.Zip(actual).TakeWhile(pair => pair.First.Equals(pair.Second)).Count();
        if (same == expected.Count && same == actual.Count)
            return run;

        throw Failure(run, $"has {actual.Count} rows with {metric}, {expected.Count} are expected; the first that differs is number {same}: "
            + $"{TextAt(actual, same)}, and {TextAt(expected, same)} is expected");
    }

    /// <summary>Of the numbers from 0 to <paramref name="count"/> - 1, the rows have each once as this metric, in whatever order, and nothing else.</summary>
    public static RecordedRun ShouldHaveEachRowOnce(this RecordedRun run, string metric, int count) =>
        run.ShouldHaveEachRowOnce(metric, Enumerable.Range(0, count).Select(number => (double)number));

    /// <summary>The rows have each of these values of a metric as often as it is given, in whatever order, and nothing else.</summary>
    public static RecordedRun ShouldHaveEachRowOnce(this RecordedRun run, string metric, IEnumerable<double> values) =>
        Of(values, NumbersOf(run, metric), Number) is { } difference
            ? throw Failure(run, $"has not each {metric} once: {difference}")
            : run;

    /// <summary>The summary has this number.</summary>
    public static RecordedRun ShouldHaveSummary(this RecordedRun run, string name, double value) =>
        run.Summary.Number(name) is { } actual && actual.Equals(value)
            ? run
            : throw Failure(run, $"has {run.Summary.Text(name) ?? "no value"} as {name} in its summary, {Number(value)} is expected");

    /// <summary>The summary has this text.</summary>
    public static RecordedRun ShouldHaveSummary(this RecordedRun run, string name, string value) =>
        run.Summary.Text(name) == value
            ? run
            : throw Failure(run, $"has {run.Summary.Text(name) ?? "no value"} as {name} in its summary, {value} is expected");

    /// <summary>The config has this number.</summary>
    public static RecordedRun ShouldHaveConfig(this RecordedRun run, string name, double value) =>
        run.Config.Number(name) is { } actual && actual.Equals(value)
            ? run
            : throw Failure(run, $"has {run.Config.Text(name) ?? "no value"} as {name} in its config, {Number(value)} is expected");

    /// <summary>The config has this text.</summary>
    public static RecordedRun ShouldHaveConfig(this RecordedRun run, string name, string value) =>
        run.Config.Text(name) == value
            ? run
            : throw Failure(run, $"has {run.Config.Text(name) ?? "no value"} as {name} in its config, {value} is expected");

    /// <summary>The server knows that the run has ended, with this exit code.</summary>
    public static RecordedRun ShouldBeComplete(this RecordedRun run, int exitCode = 0) => run switch
    {
        { IsComplete: false } => throw Failure(run, "has not ended"),
        _ when run.ExitCode == exitCode => run,
        _ => throw Failure(run, $"has ended with {run.ExitCode}, {exitCode} is expected"),
    };

    private static List<double> NumbersOf(RecordedRun run, string metric) =>
        [.. run.Rows.Select(row => row.Number(metric)).OfType<double>()];

    private static string TextAt(List<double> values, int index) => index < values.Count ? Number(values[index]) : "no row";

    private static WandbAssertionException Failure(RecordedRun run, string what) => new($"On the server, run {run.Entity}/{run.Project}/{run.Id} {what}.");
}
