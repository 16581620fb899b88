using WandbActors.Persistence.Records;

namespace WandbActors.Surroundings;

/// <summary>The machine's size: processors, memory, disk. What the system does not tell is left at zero.</summary>
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
    public static ulong MeasureMemory() => (ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The disk that a directory is on, with its name.</summary>
    public static (string Name, DiskInfo Disk) MeasureDisk(string directory)
    {
        var name = Path.GetPathRoot(directory) is { Length: > 0 } root ? root : "/";
        var drive = new DriveInfo(name);
        var total = (ulong)drive.TotalSize;
        return (name, new DiskInfo { Total = total, Used = total - (ulong)drive.TotalFreeSpace });
    }
}
