using System.Globalization;

namespace WandbActors.Harness.Outages;

/// <summary>What a process has in memory, as Linux counts it. Its own pages and those it shares count; the page cache does not.</summary>
internal static class ProcessMemory
{
    /// <summary>Bytes of resident memory.</summary>
    public static long ResidentBytes(int processId) => Bytes(processId, "VmRSS:");

    /// <summary>Bytes of resident memory that are the process's own: without mapped files and shared memory.</summary>
    public static long AnonymousBytes(int processId) => Bytes(processId, "RssAnon:");

    private static long Bytes(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim('\t'), CultureInfo.InvariantCulture);
    }
}
