using System.Globalization;

namespace WandbActors.Benchmarks.Reporting;

/// <summary>What this process has in memory, as Linux counts it: its own pages and those it shares, the buffers' included; not the page cache.</summary>
internal static class ProcessMemory
{
    /// <summary>The most that was ever resident: 10⁶ bytes.</summary>
    public static double PeakMegabytes => Read("VmHWM:");

    /// <summary>What is resident now: 10⁶ bytes.</summary>
    public static double Megabytes => Read("VmRSS:");

    private static double Read(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024e-6 * long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
