using System.Diagnostics;

namespace WandbActors.Benchmarks.Reporting;

/// <summary>How long single calls took, less the cost of the two time stamps around each. Not thread-safe.</summary>
internal sealed class CallTimes(int capacity)
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly long[] _ticks = new long[capacity];
    private int _count;

    /// <summary>Times one call.</summary>
    public void Time(Action call)
    {
        var began = Begin();
        call();
        End(began);
    }

    /// <summary>Takes the time stamp before a call.</summary>
    public static long Begin() => Stopwatch.GetTimestamp();

    /// <summary>Takes the time stamp behind a call.</summary>
    public void End(long began) => _ticks[_count++] = Stopwatch.GetTimestamp() - began;

    /// <summary>The calls as a measurement.</summary>
    public Measurement Measured(string name)
    {
        var sorted = _ticks.AsSpan(0, _count);
        sorted.Sort();
        return new Measurement(name)
        {
            P50 = At(sorted, 0.5),
            P99 = At(sorted, 0.99),
            P999 = At(sorted, 0.999),
            Max = At(sorted, 1),
            StampCost = StampCost.Ticks * NanosecondsPerTick,
        };
    }

    /// <summary>Nanoseconds that 99.9 % of the calls stayed below, the first of each burst left out: it comes out of a sleep, with cold caches. Before <see cref="Measured"/>.</summary>
    public double P999Within(int burst)
    {
        long[] within = [.. _ticks.Take(_count).Where((_, call) => call % burst != 0).Order()];
        return within.Length > 0 ? At(within, 0.999) : 0;
    }

    private static double At(Span<long> sorted, double share) =>
        Math.Max(0, sorted[(int)(share * (sorted.Length - 1))] - StampCost.Ticks) * NanosecondsPerTick;
}
