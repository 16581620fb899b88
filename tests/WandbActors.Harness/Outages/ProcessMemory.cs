using System.Globalization;

namespace WandbActors.Harness.Outages;

/// <summary>What a process has in memory, as Linux counts it: its own pages and those it shares, not the page cache.</summary>
internal static class ProcessMemory
{
    /// <summary>Bytes of resident memory.</summary>
    public static long ResidentBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim('\t'), CultureInfo.InvariantCulture);
    }
}
