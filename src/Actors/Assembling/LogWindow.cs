using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// One LogEvery rule and its window: what the calls of its metrics have come to since the last row went out. Folding a number allocates
/// nothing once its metric is known. Owned by the assembler.
/// </summary>
internal sealed class LogWindow(LogEveryRecord rule, KeyBook keys)
{
    // In a mark slot: key, statistics, first and last number with their kinds.
    private const int MetricBytes = 64;

    private static readonly Aggregate[] Aggregates = Enum.GetValues<Aggregate>()[1..];

    private readonly Dictionary<int, int> _places = [];
    private WindowMetric[] _metrics = [];

    public LogEveryRecord Rule { get; private set; } = rule;

    public bool IsOpen { get; private set; }

    public long FirstStep { get; private set; }

    /// <summary>The newest step that was folded: that of the row to come.</summary>
    public long LastStep { get; private set; }

    public long FirstTicks { get; private set; }

    /// <summary>When that row was logged, in UTC ticks.</summary>
    public long LastTicks { get; private set; }

    /// <summary>At most so much does what is open need in a mark slot.</summary>
    public int Bytes { get; private set; }

    /// <summary>What is open.</summary>
    public IEnumerable<WindowMetric> Metrics => _metrics.Take(_places.Count).Where(metric => metric.HasValue);

    private Aggregate Asked => (Aggregate)Rule.Aggregates;

    /// <summary>Whether it folds a metric of this name. The names that W&amp;B keeps for itself are never folded.</summary>
    public bool Covers(MetricPath path)
    {
        var name = path.ToString();
        if (name.StartsWith('_'))
            return false;

        return Rule.Metrics.Count == 0 || Rule.Metrics.Any(known =>
            known.EndsWith('*') ? name.AsSpan().StartsWith(known.AsSpan(0, known.Length - 1)) : known == name || known == path.ToEscapedString());
    }

    /// <summary>The same metrics are to be folded otherwise; what is open goes on.</summary>
    public void Change(LogEveryRecord rule) => Rule = rule;

    /// <summary>A row that the window has a part in.</summary>
    public void Join(long step, long ticks)
    {
        if (!IsOpen)
            (IsOpen, FirstStep, FirstTicks) = (true, step, ticks);
        (LastStep, LastTicks) = (step, ticks);
    }

    /// <summary>Whether it ends with a row of this step and time, which need not have a part in it.</summary>
    public bool IsCompleteAt(long step, long ticks) => IsOpen && ((Rule.Steps > 0 && step - FirstStep >= Rule.Steps - 1) || IsOverdue(ticks));

    /// <summary>Whether its seconds have passed.</summary>
    public bool IsOverdue(long ticks) =>
        IsOpen && Rule.Seconds > 0 && ticks - FirstTicks >= Rule.Seconds * TimeSpan.TicksPerSecond;

    public void Fold(in HeldValue value)
    {
        ref var metric = ref PlaceOf(value.Key);
        Bytes += metric.HasValue ? value.Bytes - metric.Last.Bytes : value.Bytes + keys[value.Key].Bytes + MetricBytes;
        metric.Add(value);
    }

    /// <summary>Goes on with what another assembler has carried.</summary>
    public void Restore(in WindowMetric metric)
    {
        ref var place = ref PlaceOf(metric.Key);
        Bytes += metric.Last.Bytes + keys[metric.Key].Bytes + MetricBytes;
        place = metric;
    }

    /// <summary>Ends the window: its values, in the order of the metrics' first appearance.</summary>
    public void TakeValues(List<HeldValue> values, MetricTracks tracks)
    {
        for (var place = 0; place < _places.Count; place++)
        {
            ref var metric = ref _metrics[place];
            if (metric.HasValue)
                TakeValues(metric, values, isStep: tracks[metric.Key].AsStep >= 0);
            metric = new WindowMetric { Key = metric.Key };
        }

        IsOpen = false;
        Bytes = 0;
    }

    // Where a row stands on an x-axis is its last step metric, not the mean of several.
    private void TakeValues(in WindowMetric metric, List<HeldValue> values, bool isStep)
    {
        if (metric.Numbers.Count == 0 || isStep || !IsSeveral)
        {
            values.Add(metric.ValueOf(metric.Numbers.Count == 0 || isStep ? Aggregate.Last : Asked, metric.Key));
            return;
        }

        var path = keys[metric.Key].Encoded.Path;
        foreach (var aggregate in Aggregates)
        {
            if (Asked.HasFlag(aggregate))
                values.Add(metric.ValueOf(aggregate, keys.NumberOf(path.Append(NameOf(aggregate)))));
        }
    }

    private bool IsSeveral => (Asked & (Asked - 1)) != 0;

    private static string NameOf(Aggregate aggregate) => aggregate.ToString().ToLowerInvariant();

    private ref WindowMetric PlaceOf(int key)
    {
        if (!_places.TryGetValue(key, out var place))
        {
            place = _places.Count;
            _places.Add(key, place);
            if (place == _metrics.Length)
                Array.Resize(ref _metrics, Math.Max(8, 2 * place));
            _metrics[place] = new WindowMetric { Key = key };
        }

        return ref _metrics[place];
    }
}
