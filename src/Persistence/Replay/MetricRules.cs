using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// The metric definitions of a run, in the order in which they were made, as the config keeps them under <c>_wandb.m</c>. Globs are left
/// out: the log holds a definition of its own for every metric that one has matched.
/// </summary>
internal sealed class MetricRules
{
    private readonly OrderedDictionary<string, MetricRecord> _rules = [];

    /// <summary>
    /// A later definition adds to the earlier one of that name, unless it says that it replaces it; the place in the order stays.
    /// </summary>
    public void Apply(MetricRecord record)
    {
        if (record.Name.Length == 0)
            return;

        _rules[record.Name] = Combine(_rules.GetValueOrDefault(record.Name), record);
    }

    /// <summary>What a definition comes to with an earlier one of the same name.</summary>
    public static MetricRecord Combine(MetricRecord? earlier, MetricRecord later)
    {
        if (earlier is null || later.Control?.Overwrite == true)
            return later.Clone();

        var combined = earlier.Clone();
        combined.MergeFrom(later);
        if (later.Summary is { } summary)
            combined.Summary.None = summary.None; // the one kind that a later definition takes back
        return combined;
    }

    /// <summary>
    /// The value of <c>_wandb.m</c>. A step metric that nobody defined has an entry too, because others name their step by its index.
    /// </summary>
    public string ToJson()
    {
        var names = new OrderedDictionary<string, MetricRecord?>();
        foreach (var (name, rule) in _rules)
            names.Add(name, rule);
        foreach (var rule in _rules.Values.Where(rule => rule.StepMetric.Length > 0))
            names.TryAdd(rule.StepMetric, null);

        return $"[{string.Join(',', names.Select(entry => Encode(entry.Key, entry.Value, names)))}]";
    }

    private static string Encode(string name, MetricRecord? rule, OrderedDictionary<string, MetricRecord?> names)
    {
        var tree = new JsonTree();
        tree.Set(["1"], JsonText.Quote(name));
        if (rule?.StepMetric.Length > 0)
            tree.Set(["5"], $"{names.IndexOf(rule.StepMetric) + 1}");
        tree.Set(["6"], $"[{string.Join(',', OptionNumbers(rule))}]");
        tree.Set(["7"], $"[{string.Join(',', SummaryNumbers(rule?.Summary))}]");
        if (rule is { Goal: not MetricRecord.Types.MetricGoal.GoalUnset })
            tree.Set(["8"], $"{(int)rule.Goal}");
        return tree.ToJson();
    }

    private static IEnumerable<int> OptionNumbers(MetricRecord? rule)
    {
        if (rule is null)
            yield break;
        if (rule.Options?.StepSync == true)
            yield return MetricOptions.StepSyncFieldNumber;
        if (rule.Options?.Hidden == true)
            yield return MetricOptions.HiddenFieldNumber;

        // A definition by name is listed as explicit even if a glob has made it and the record does not say so.
        yield return MetricOptions.DefinedFieldNumber;
    }

    // "best" and "copy" are accepted in a definition and never listed.
    private static IEnumerable<int> SummaryNumbers(MetricSummary? summary)
    {
        if (summary is null)
            yield break;
        if (summary.Min)
            yield return MetricSummary.MinFieldNumber;
        if (summary.Max)
            yield return MetricSummary.MaxFieldNumber;
        if (summary.Mean)
            yield return MetricSummary.MeanFieldNumber;
        if (summary.Last)
            yield return MetricSummary.LastFieldNumber;
        if (summary.None)
            yield return MetricSummary.NoneFieldNumber;
        if (summary.First)
            yield return MetricSummary.FirstFieldNumber;
    }
}
