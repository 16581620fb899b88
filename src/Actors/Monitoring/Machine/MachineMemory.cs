using System.Globalization;

namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>Memory that the process's machine, or its container, has.</summary>
/// <param name="Total">Bytes in all.</param>
/// <param name="Available">Bytes that could be had without swapping.</param>
internal readonly record struct MachineMemory(long Total, long Available)
{
    public double UsedPercent => Total > 0 ? (double)(Total - Available) / Total * 100 : 0;

    /// <summary>How it is measured here. Where only the garbage collector knows, its newest collection tells.</summary>
    public static Func<MachineMemory?> For(MachineFiles files)
    {
        if (!OperatingSystem.IsLinux())
            return OfRuntime;

        var cgroup = new Cgroup(files);
        return () => Of(files, cgroup);
    }

    /// <summary>As Linux tells it; the container's limit counts if it is tighter.</summary>
    public static MachineMemory? Of(MachineFiles files, Cgroup cgroup)
    {
        var lines = files.Lines("/proc/meminfo");
        if (Bytes(lines, "MemTotal:") is not { } total || Bytes(lines, "MemAvailable:") is not { } available)
            return null;

        return cgroup.MemoryLimit is { } limit && limit < total && cgroup.MemoryUsed is { } used
            ? new MachineMemory(limit, Math.Clamp(limit - used, 0, available))
            : new MachineMemory(total, available);
    }

    private static MachineMemory? OfRuntime()
    {
        var memory = GC.GetGCMemoryInfo();
        return new MachineMemory(memory.TotalAvailableMemoryBytes, Math.Max(memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes, 0));
    }

    // MemTotal:       24683656 kB
    private static long? Bytes(string[] lines, string name)
    {
        var line = Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal));
        var number = line?[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
        return long.TryParse(number, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes << 10 : null;
    }
}
