using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors.Actors.Tests.Support;

/// <summary>W&amp;B's rules of the summary once more, with all values of every metric at hand, written out after each row.</summary>
internal sealed class PlainSummary
{
    private readonly JsonTree _tree = new();
    private readonly Dictionary<string, Metric> _metrics = [];
    private readonly Dictionary<string, MetricRecord> _named = [];
    private readonly List<(string Glob, MetricRecord Record)> _globs = [];

    public static MetricSummary KindsOf(int bits) => new()
    {
        Min = (bits & 1) != 0,
        Max = (bits & 2) != 0,
        Mean = (bits & 4) != 0,
        Best = (bits & 8) != 0,
        Last = (bits & 16) != 0,
        None = (bits & 96) == 96,
        Copy = (bits & 64) != 0,
        First = (bits & 128) != 0,
    };

    public string ToJson() => _tree.ToJson();

    public void Define(MetricRecord record)
    {
        if (record.Name.Length > 0)
        {
            _named[record.Name] = Combine(_named.GetValueOrDefault(record.Name), record);
            if (_metrics.TryGetValue(record.Name, out var metric))
                metric.IsSet = false;
            return;
        }

        var place = _globs.FindIndex(known => known.Glob == record.GlobName);
        var combined = (record.GlobName, Combine(place < 0 ? null : _globs[place].Record, record));
        if (place < 0)
            _globs.Add(combined);
        else
            _globs[place] = combined;
    }

    public void TakeLateRow(IEnumerable<(string Name, MetricValue Value)> values)
    {
        foreach (var (name, _) in values)
            Expand(name);
    }

    public void TakeRow(IReadOnlyCollection<(string Name, MetricValue Value)> values)
    {
        TakeLateRow(values);
        foreach (var (name, value) in values)
        {
            var metric = MetricOf(name);
            metric.Values.Add(value);
            if (Write(metric, _named.GetValueOrDefault(name)) is { } json)
                _tree.Set(name.Split('.'), json);
        }
    }

    public void Set(string[] path, string json)
    {
        _tree.Set(path, json);
        var name = string.Join('.', path);
        MetricOf(name);
        foreach (var (_, metric) in _metrics.Where(metric => Leads(name, metric.Key) || Leads(metric.Key, name)))
            metric.BeginAnew();
    }

    public void Remove(string[] path)
    {
        _tree.Remove(path);
        foreach (var (_, metric) in _metrics.Where(metric => Leads(string.Join('.', path), metric.Key)))
            metric.First = metric.Values.Count;
    }

    private static bool Leads(string outer, string name) => name == outer || name.StartsWith(outer + ".", StringComparison.Ordinal);

    private void Expand(string name)
    {
        if (_named.ContainsKey(name) || _globs.Find(glob => name.StartsWith(glob.Glob.TrimEnd('*'), StringComparison.Ordinal)).Record is not { } glob)
            return;

        _named[name] = glob;
        if (_metrics.TryGetValue(name, out var metric))
            metric.IsSet = false;
    }

    private Metric MetricOf(string name) => _metrics.TryGetValue(name, out var known) ? known : _metrics[name] = new Metric();

    private static MetricRecord Combine(MetricRecord? earlier, MetricRecord later)
    {
        if (earlier is null || later.Control?.Overwrite == true)
            return later;

        var combined = earlier.Clone();
        if (later.Summary is { } kinds)
        {
            combined.Summary ??= new MetricSummary();
            combined.Summary.MergeFrom(kinds);
            combined.Summary.None = kinds.None;
        }

        if (later.Goal != 0)
            combined.Goal = later.Goal;
        return combined;
    }

    private static string? Write(Metric metric, MetricRecord? rule)
    {
        var kinds = rule?.Summary ?? new MetricSummary();
        if (kinds.None)
            return null;
        if (metric.Values[^1].Kind == MetricValueKind.Object)
            return ValueJson.ToJsonText(metric.Values[^1]);

        var members = new List<string>();
        var numbers = metric.Numbers;
        void Add(bool isAsked, string name, MetricValue value)
        {
            if (isAsked && !metric.IsSet)
                members.Add($"\"{name}\":{ValueJson.ToJsonText(value)}");
        }

        if (numbers.Count > 0)
        {
            var none = numbers.All(double.IsNaN);
            Add(kinds.Min, "min", numbers.Aggregate(Math.Min));
            Add(kinds.Max, "max", numbers.Aggregate(Math.Max));
            Add(kinds.Mean, "mean", numbers.Aggregate((sum, number) => sum + number) / numbers.Count);
            var known = none ? numbers : numbers.Where(number => !double.IsNaN(number)).ToList();
            Add(kinds.Best && rule!.Goal != 0, "best", rule?.Goal == MetricRecord.Types.MetricGoal.GoalMinimize ? known.Min() : known.Max());
        }

        Add(kinds.First, "first", metric.Values[metric.First]);
        Add(kinds.Last, "last", metric.Values[^1]);
        var isObject = !metric.IsSet && (kinds.Min || kinds.Max || kinds.Mean || kinds.First || kinds.Last || (kinds.Best && rule!.Goal != 0));
        if (isObject)
            return members.Count > 0 ? $"{{{string.Join(',', members)}}}" : null;

        return metric.Values[^1].Kind == MetricValueKind.Null ? null : ValueJson.ToJsonText(metric.Values[^1]);
    }

    private sealed class Metric
    {
        /// <summary>Whether it was set in the summary since it was defined.</summary>
        public bool IsSet { get; set; }

        public List<MetricValue> Values { get; } = [];

        public List<double> Numbers => [.. Values.Where(value => value.Kind is MetricValueKind.Float64 or MetricValueKind.Int64 or MetricValueKind.UInt64 or MetricValueKind.Json)
            .Select(value => double.Parse(ValueJson.ToJsonText(value), System.Globalization.CultureInfo.InvariantCulture))];

        /// <summary>Where the first value stands that counts as one.</summary>
        public int First { get; set; }

        public void BeginAnew()
        {
            Values.Clear();
            (First, IsSet) = (0, true);
        }
    }
}
