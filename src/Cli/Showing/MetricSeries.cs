using System.Text.RegularExpressions;
using WandbActors.Cli.Finding;
using WandbActors.Cli.Reading;

namespace WandbActors.Cli.Showing;

/// <summary>
/// A metric's numbers over the steps, in at most <see cref="MaxSpans"/> spans of equal width: of each the least and the greatest number, so that a single
/// spike is seen in a run of millions of rows. A span gets wider as the run gets longer. One thread.
/// </summary>
internal sealed class MetricSeries(string name)
{
    /// <summary>More than a terminal has dots from left to right.</summary>
    public const int MaxSpans = 2048;

    private readonly SortedDictionary<long, Span> _spans = [];
    private long _width = 1; // steps in a span: a power of two

    public string Name { get; } = name;

    public long Count { get; private set; }

    /// <summary>Numbers that are NaN or infinite.</summary>
    public long NotFinite { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public double Last { get; private set; } = double.NaN;

    public long FirstStep { get; private set; } = long.MaxValue;

    public long LastStep { get; private set; } = long.MinValue;

    /// <summary>The spans that have numbers, by their first steps; one without finite numbers is a gap.</summary>
    public IEnumerable<(long Step, Span Span)> Spans => _spans.Select(span => (span.Key * _width, span.Value));

    /// <summary>Reads the metrics of a run whose names match.</summary>
    /// <param name="place">The run.</param>
    /// <param name="patterns">Names, in which * stands for any letters.</param>
    /// <param name="others">The names that there are besides.</param>
    public static IReadOnlyList<MetricSeries> Of(RunPlace place, IReadOnlyList<string> patterns, out IReadOnlyList<string> others)
    {
        var wanted = patterns.Select(PatternOf).ToArray();
        var names = new ColumnNames();
        var series = new List<MetricSeries?>();
        using var walk = LogWalk.Open(place.LogPath, names);
        for (var step = walk.Next(); step != WalkStep.End; step = walk.Next())
        {
            if (step == WalkStep.Record)
                continue;

            while (series.Count < names.Count)
                series.Add(Array.Exists(wanted, pattern => pattern.IsMatch(names[series.Count])) ? new MetricSeries(names[series.Count]) : null);
            foreach (var cell in walk.Row.Cells)
            {
                if (series[cell.Column] is { } metric && cell.TryGetNumber(out var number))
                    metric.Add(walk.Row.Step ?? metric.Count, number);
            }
        }

        others = [.. Enumerable.Range(0, names.Count).Where(column => series.ElementAtOrDefault(column) is null).Select(column => names[column])];
        return [.. series.OfType<MetricSeries>().Where(metric => metric.Count > 0).OrderBy(metric => metric.Name, StringComparer.Ordinal)];
    }

    public void Add(long step, double number)
    {
        Count++;
        Last = number;
        FirstStep = Math.Min(FirstStep, step);
        LastStep = Math.Max(LastStep, step);
        if (double.IsFinite(number))
            (Min, Max) = (Math.Min(Min, number), Math.Max(Max, number));
        else
            NotFinite++;
        var at = Math.DivRem(step, _width).Quotient;
        _spans[at] = _spans.GetValueOrDefault(at, Span.Empty).With(number);
        while (_spans.Count > MaxSpans)
            Widen();
    }

    // W&B's own names are meant by patterns that begin like them, not by a mere *.
    private static Regex PatternOf(string pattern)
    {
        var letters = Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal);
        return new Regex(pattern.StartsWith('_') ? $"^{letters}$" : $"^(?!_){letters}$", RegexOptions.Singleline);
    }

    private void Widen()
    {
        _width *= 2;
        var narrow = _spans.ToArray();
        _spans.Clear();
        foreach (var (at, span) in narrow)
            _spans[at / 2] = _spans.GetValueOrDefault(at / 2, Span.Empty).With(span);
    }

    /// <summary>The least and the greatest finite number of some steps.</summary>
    internal readonly record struct Span(double Min, double Max)
    {
        public static readonly Span Empty = new(double.PositiveInfinity, double.NegativeInfinity);

        public bool IsGap => Min > Max;

        public Span With(double number) => double.IsFinite(number) ? new(Math.Min(Min, number), Math.Max(Max, number)) : this;

        public Span With(Span other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));
    }
}
