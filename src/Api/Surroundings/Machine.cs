using WandbActors.Actors.Monitoring.Machine;
using WandbActors.Persistence.Records;

namespace WandbActors.Surroundings;

/// <summary>The machine's size: processors, memory, disks. What the system does not tell is left out.</summary>
internal static class Machine
{
    /// <summary>Processor cores; where the system does not tell them apart from threads, the threads.</summary>
    public static uint CountCores()
    {
        var threads = (uint)Environment.ProcessorCount;
        if (!OperatingSystem.IsLinux())
            return threads;

        // One block of lines a thread: threads of one core share both numbers.
        var cores = new HashSet<(string Package, string Core)>();
        var package = "";
        foreach (var line in File.ReadLines("/proc/cpuinfo"))
        {
            if (line.StartsWith("physical id", StringComparison.Ordinal))
                package = line;
            else if (line.StartsWith("core id", StringComparison.Ordinal))
                cores.Add((package, line));
        }

        return cores.Count > 0 ? (uint)cores.Count : threads;
    }

    /// <summary>Bytes of memory that the process may use at most: the machine's, or its container's.</summary>
    public static MemoryInfo MeasureMemory() => new() { Total = (ulong)(MachineMemory.For(new MachineFiles("/"))()?.Total ?? 0) };

    /// <summary>The disks that these directories are on, by the directories' names.</summary>
    public static Dictionary<string, DiskInfo> MeasureDisks(IReadOnlyList<string> paths)
    {
        var disks = new Dictionary<string, DiskInfo>();
        foreach (var path in paths)
        {
            if (DiskSpace.Of(path) is { } disk)
                disks[path] = new DiskInfo { Total = (ulong)disk.Total, Used = (ulong)disk.Used };
        }

        return disks;
    }
}
