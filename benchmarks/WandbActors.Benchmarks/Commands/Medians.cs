using System.Reflection;
using WandbActors.Benchmarks.Reporting;

namespace WandbActors.Benchmarks.Commands;

/// <summary>What rounds of the same measurement come to: the median of each figure, the sum of what was wrong.</summary>
internal static class Medians
{
    private static readonly PropertyInfo[] Figures =
        [.. typeof(Measurement).GetProperties().Where(property => property.PropertyType == typeof(double?) || property.PropertyType == typeof(long?))];

    public static Measurement Of(IReadOnlyList<Measurement> rounds)
    {
        var median = rounds[^1] with { };
        foreach (var figure in Figures)
        {
            var values = rounds.Select(figure.GetValue).OfType<object>().Select(Convert.ToDouble).ToList();
            if (values.Count > 0)
                Set(figure, median, PairedRatio.Middle(values));
        }

        return median with
        {
            Wrong = rounds.Any(round => round.Wrong is not null) ? rounds.Sum(round => round.Wrong ?? 0) : null,
            Remark = string.Join("; ", ((string?[])[$"medians of {rounds.Count}", median.Remark]).OfType<string>()),
        };
    }

    private static void Set(PropertyInfo figure, Measurement measurement, double value) =>
        figure.SetValue(measurement, figure.PropertyType == typeof(long?) ? (object)(long)value : value);
}
