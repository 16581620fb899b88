using System.Globalization;

namespace WandbActors.Benchmarks.Reporting;

/// <summary>What a process has in memory, as Linux counts it: its own pages and those it shares, the buffers' included; not the page cache.</summary>
internal static class ProcessMemory
{
    /// <summary>The most that was ever resident of this process: 10⁶ bytes.</summary>
    public static double PeakMegabytes => Read("self", "VmHWM:");

    /// <summary>What is resident of this process now: 10⁶ bytes.</summary>
    public static double Megabytes => Read("self", "VmRSS:");

    /// <summary>The most that was ever resident of another process: 10⁶ bytes, 0 when it has ended.</summary>
    public static double PeakMegabytesOf(int process) => Read($"{process}", "VmHWM:");

    private static double Read(string process, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : 1024e-6 * long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
