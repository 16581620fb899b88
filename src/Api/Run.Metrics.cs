using WandbActors.Persistence.Records;

namespace WandbActors;

public sealed partial class Run
{
    private static readonly Aggregate KnownAggregates = Enum.GetValues<Aggregate>().Aggregate((known, one) => known | one);
    private static readonly Summary KnownSummaries = Enum.GetValues<Summary>().Aggregate((known, one) => known | one);

    private readonly LogEveryRules _logEvery = new();

    /// <summary>
    /// Says how a metric is to be drawn and what the summary says of it, from its next row on:
    /// <c>run.DefineMetric("val/*", step: "epoch", summary: Summary.Min | Summary.Last)</c>. It takes its place among the rows.
    /// </summary>
    /// <param name="name">
    /// The metric. Dots lead into nested values; a dot of the name itself is written <c>\.</c>. One <c>*</c> at the end means all metrics
    /// that begin so and have no definition of their own; those that begin with <c>_</c> never match.
    /// </param>
    /// <param name="step">
    /// The metric that is its x-axis. <c>null</c>: the run's own step.
    /// </param>
    /// <param name="summary">What the summary says of it. The default is its last value.</param>
    /// <param name="goal">Which way it is to go; <see cref="Summary.Best"/> needs it.</param>
    /// <param name="hidden">Whether charts leave it out.</param>
    /// <param name="stepSync">
    /// Whether a row with it, but without the step metric, gets that one's newest value (0 before the first). The default is yes if there is a step metric.
    /// </param>
    /// <param name="overwrite">Whether it replaces earlier definitions of the same name; else it adds to them.</param>
    /// <exception cref="WandbException">A name is empty, or has a <c>*</c> elsewhere than at its end; or the summary is none that there is.</exception>
    public void DefineMetric(
        string name,
        string? step = null,
        Summary summary = default,
        Goal goal = Goal.None,
        bool hidden = false,
        bool? stepSync = null,
        bool overwrite = false)
    {
        MetricNames.ThrowIfInvalid(name, nameof(DefineMetric));
        if (step is not null && (step.Length == 0 || step.Contains('*', StringComparison.Ordinal)))
            throw new WandbException($"DefineMetric(\"{name}\"): the step metric \"{step}\" must be the name of one metric");
        if ((summary & ~KnownSummaries) != 0)
            throw new WandbException($"DefineMetric(\"{name}\"): {summary} is no {nameof(WandbActors.Summary)}");
        if (_session is not { } session)
            return;

        if (summary.HasFlag(WandbActors.Summary.Best) && goal == Goal.None)
            session.Say($"DefineMetric(\"{name}\") asks for the best value but says no goal: give it goal: Goal.Minimize or Goal.Maximize");
        session.NoteFeatures(new Feature
        {
            Metric = true,
            MetricSummary = summary != default,
            MetricGoal = goal != Goal.None,
            MetricHidden = hidden,
            MetricStepSync = stepSync == true,
        });
        session.Append(new Record
        {
            Metric = MetricRecords.Of(name, step, summary, goal, hidden, stepSync ?? step is not null, overwrite),
        });
    }

    /// <summary>
    /// From here on, plain <c>Log</c> calls of these metrics are folded: instead of a row for each call, the aggregates go out when so
    /// many steps have passed, in the row that ends them, whichever metrics that one has.
    /// <c>run.LogEvery(steps: 100, Aggregate.Mean | Aggregate.Max, "loss", "grad/*")</c>.
    /// Values that are no numbers keep their last one. What is folded is as safe as any row; a flush and the end of the run write the rest.
    /// Late rows are not folded.
    /// </summary>
    /// <param name="steps">Steps of one window, at least 1. Steps that are not logged count too.</param>
    /// <param name="aggregate">What is made of the numbers: one keeps the metric's name, several become nested names such as <c>loss.mean</c>.</param>
    /// <param name="metrics">
    /// Names as in <see cref="DefineMetric"/>, a <c>*</c> at the end included; none: all metrics. Of several rules for a metric the latest counts.
    /// </param>
    /// <exception cref="WandbException">
    /// There are no steps, the aggregate is none, a name is empty or has a <c>*</c> elsewhere than at its end, or there are more than 16 rules or 4,096 characters of names.
    /// </exception>
    public void LogEvery(int steps, Aggregate aggregate, params ReadOnlySpan<string> metrics)
    {
        if (steps < 1)
            throw new WandbException($"LogEvery(steps: {steps}): a window has at least one step");

        Declare(new LogEveryRecord { Steps = steps, Aggregates = (int)aggregate }, metrics);
    }

    /// <summary>
    /// As the form with steps, but a row goes out with the first row after so many seconds, or soon after they have passed.
    /// <c>run.LogEvery(seconds: 1, Aggregate.Last)</c>.
    /// </summary>
    /// <param name="seconds">Seconds of one window, more than 0.</param>
    /// <param name="aggregate">What is made of the numbers.</param>
    /// <param name="metrics">Which metrics; none: all.</param>
    /// <exception cref="WandbException">As in the form with steps.</exception>
    public void LogEvery(double seconds, Aggregate aggregate, params ReadOnlySpan<string> metrics)
    {
        if (!(seconds > 0) || !double.IsFinite(seconds))
            throw new WandbException($"LogEvery(seconds: {seconds}): a window has more than 0 seconds");

        Declare(new LogEveryRecord { Seconds = seconds, Aggregates = (int)aggregate }, metrics);
    }

    private void Declare(LogEveryRecord rule, ReadOnlySpan<string> metrics)
    {
        if (rule.Aggregates == 0 || ((Aggregate)rule.Aggregates & ~KnownAggregates) != 0)
            throw new WandbException($"LogEvery: {(Aggregate)rule.Aggregates} is no {nameof(Aggregate)}: say what is made of the numbers, such as Aggregate.Mean");

        foreach (var name in metrics)
            MetricNames.ThrowIfInvalid(name, nameof(LogEvery));
        rule.Metrics.AddRange(metrics.ToArray());
        _logEvery.Add(rule.Metrics);
        _session?.Append(new Record { LogEvery = rule });
    }
}
