using System.Globalization;
using WandbActors.Cli.EventFiles;
using WandbActors.Persistence.Replay;

namespace WandbActors.Cli.Exporting;

/// <summary>W&amp;B's histograms as TensorBoard's. What W&amp;B does not keep, the sums, is reckoned from the middles of the bins.</summary>
internal static class EventHistogram
{
    /// <summary>The histogram that this JSON is; <c>null</c> when it is none.</summary>
    public static HistogramProto? Of(string json)
    {
        if (!JsonText.IsObject(json))
            return null;

        var members = JsonText.Members(json).DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Json);
        if (members.GetValueOrDefault("_type") != "\"histogram\"" || NumbersIn(members.GetValueOrDefault("values")) is not { Length: > 0 } counts)
            return null;

        return EdgesIn(members, counts.Length) is { } edges && edges.Length == counts.Length + 1 ? Of(counts, edges) : null;
    }

    private static HistogramProto Of(double[] counts, double[] edges)
    {
        var middles = counts.Select((_, bin) => (edges[bin] / 2) + (edges[bin + 1] / 2)).ToArray();
        return new HistogramProto
        {
            Min = edges[0],
            Max = edges[^1],
            Num = counts.Sum(),
            Sum = counts.Zip(middles, (count, middle) => count * middle).Sum(),
            SumSquares = counts.Zip(middles, (count, middle) => count * middle * middle).Sum(),
            BucketLimit = { edges[1..] },
            Bucket = { counts },
        };
    }

    // Newer clients say of equal bins only where they begin, and how wide and how many they are.
    private static double[]? EdgesIn(Dictionary<string, string> members, int bins)
    {
        if (NumbersIn(members.GetValueOrDefault("bins")) is { } edges)
            return edges;
        if (!members.TryGetValue("packedBins", out var packed) || !JsonText.IsObject(packed))
            return null;

        var parts = JsonText.Members(packed).DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => Number(member.Json));
        return parts.TryGetValue("min", out var min) && parts.TryGetValue("size", out var size) && min is { } least && size is { } width
            ? [.. Enumerable.Range(0, bins + 1).Select(edge => least + (edge * width))]
            : null;
    }

    private static double[]? NumbersIn(string? json)
    {
        if (json is null || !JsonText.IsArray(json))
            return null;

        var numbers = JsonText.Elements(json).Select(Number).ToArray();
        return Array.TrueForAll(numbers, number => number is not null) ? Array.ConvertAll(numbers, number => number!.Value) : null;
    }

    private static double? Number(string json) => double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
