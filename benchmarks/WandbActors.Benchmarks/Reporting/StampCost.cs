using System.Diagnostics;

namespace WandbActors.Benchmarks.Reporting;

/// <summary>What a pair of time stamps costs by itself: taken off every call that was measured between two of them.</summary>
internal static class StampCost
{
    private const int Stamps = 10_001;

    /// <summary>The median, in ticks of <see cref="Stopwatch"/>.</summary>
    public static long Ticks { get; } = Measure();

    private static long Measure()
    {
        var costs = new long[Stamps];
        for (var i = 0; i < costs.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            costs[i] = Stopwatch.GetTimestamp() - began;
        }

        Array.Sort(costs);
        return costs[costs.Length / 2];
    }
}
