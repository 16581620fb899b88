using System.Globalization;

namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>
/// What the devices below the sampled directories have read and written since the run's start, in MB: <c>disk.DEVICE.in</c>,
/// <c>disk.DEVICE.out</c>. Where none is found, as in containers, all of the machine's disks. Only Linux tells.
/// </summary>
internal sealed class DiskTrafficSensor : ISensor
{
    private const int SectorBytes = 512; // of /proc/diskstats, whatever the disk's own are

    private readonly MachineFiles _files;
    private readonly IReadOnlyList<string> _paths;
    private readonly CounterStarts _starts;

    public DiskTrafficSensor(MachineFiles files, IReadOnlyList<string> paths, CounterStarts starts)
    {
        _files = files;
        _paths = paths;
        _starts = starts;
        Read(new Reading());
    }

    public void Read(Reading reading)
    {
        var devices = _files.Lines("/proc/diskstats").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(fields => fields.Length >= 10).ToList();
        var named = Devices();
        var chosen = devices.Where(fields => named.Contains(fields[2])).ToList();
        foreach (var fields in chosen.Count > 0 ? chosen : devices.Where(fields => IsReal(fields[2])))
        {
            Add($"disk.{fields[2]}.in", fields[5]);
            Add($"disk.{fields[2]}.out", fields[9]);
        }

        void Add(string name, string sectors)
        {
            if (long.TryParse(sectors, CultureInfo.InvariantCulture, out var count))
                reading.Add(name, (double)_starts.Since(name, count) * SectorBytes / (1 << 20));
        }
    }

    // Each path is on the mount that is named by most of it.
    private HashSet<string> Devices()
    {
        var mounts = _files.Lines("/proc/self/mounts").Select(line => line.Split(' ')).Where(fields => fields.Length > 1).ToList();
        return [.. _paths
            .Select(path => mounts.Where(mount => IsBelow(path, mount[1])).MaxBy(mount => mount[1].Length)?[0])
            .Where(device => device?.StartsWith("/dev/", StringComparison.Ordinal) == true)
            .Select(device => device!["/dev/".Length..])];
    }

    private static bool IsBelow(string path, string mount) =>
        mount == "/" || path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal);

    private static bool IsReal(string device) =>
        !device.StartsWith("loop", StringComparison.Ordinal) && !device.StartsWith("ram", StringComparison.Ordinal) && !device.StartsWith("zram", StringComparison.Ordinal);
}
