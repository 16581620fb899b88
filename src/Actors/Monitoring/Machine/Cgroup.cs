using System.Globalization;

namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>
/// The control groups that the process is in, of both versions: a container's limits. Of a group and those around it the tightest limit
/// holds. Limits are read when they are asked for.
/// </summary>
internal sealed class Cgroup
{
    // The kernel writes "no limit" of version 1 as the largest number of whole pages.
    private const long NoLimit = 1L << 60;

    private readonly MachineFiles _files;
    private readonly string[] _unified;
    private readonly string[] _memory;
    private readonly string[] _cpu;

    public Cgroup(MachineFiles files)
    {
        _files = files;
        var groups = files.Lines("/proc/self/cgroup").Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).ToList();
        var mounts = files.Lines("/proc/self/mountinfo").Select(CgroupMount.Parse).OfType<CgroupMount>().ToList();
        _unified = Folders("", mount => mount.IsUnified);
        _memory = Folders("memory", mount => mount.Has("memory"));
        _cpu = Folders("cpu", mount => mount.Has("cpu"));

        string[] Folders(string controller, Predicate<CgroupMount> isWanted) =>
            groups.FirstOrDefault(parts => parts[1].Split(',').Contains(controller)) is [_, _, var path] && mounts.Find(isWanted) is { } mount
                ? [.. mount.FoldersOf(path)]
                : [];
    }

    /// <summary>Processors' worth of time that the group may use, such as 1.5; <c>null</c> for no limit.</summary>
    public double? CpuLimit => Tightest(_unified.Select(UnifiedQuota).Concat(_cpu.Select(Quota)));

    /// <summary>Bytes that the group may use; <c>null</c> for no limit.</summary>
    public long? MemoryLimit => MemoryGroup()?.Limit;

    /// <summary>Bytes that the group with the tightest limit uses, without cached files that the kernel would give up first; <c>null</c> without a limit.</summary>
    public long? MemoryUsed => MemoryGroup() switch
    {
        { IsUnified: true } group => Used(group.Folder, "memory.current", "inactive_file"),
        { } group => Used(group.Folder, "memory.usage_in_bytes", "total_inactive_file"),
        null => null,
    };

    private (string Folder, bool IsUnified, long Limit)? MemoryGroup() => _unified
        .Select(folder => (folder, IsUnified: true, Limit: _files.Number($"{folder}/memory.max") ?? NoLimit))
        .Concat(_memory.Select(folder => (folder, IsUnified: false, Limit: _files.Number($"{folder}/memory.limit_in_bytes") ?? NoLimit)))
        .Where(group => group.Limit is > 0 and < NoLimit)
        .OrderBy(group => group.Limit)
        .Select(group => ((string, bool, long)?)group)
        .FirstOrDefault();

    private long? Used(string folder, string usage, string inactive)
    {
        var cached = _files.Lines($"{folder}/memory.stat").Select(line => line.Split(' ')).FirstOrDefault(parts => parts[0] == inactive);
        var reclaimable = cached is [_, var bytes] && long.TryParse(bytes, out var number) ? number : 0;
        return _files.Number($"{folder}/{usage}") is { } used ? Math.Max(used - reclaimable, 0) : null;
    }

    private double? UnifiedQuota(string folder) => _files.Read($"{folder}/cpu.max")?.Trim().Split(' ') is [var quota, var period]
        ? Share(Number(quota), Number(period))
        : null;

    private double? Quota(string folder) => Share(_files.Number($"{folder}/cpu.cfs_quota_us"), _files.Number($"{folder}/cpu.cfs_period_us"));

    private static double? Share(long? quota, long? period) => quota > 0 && period > 0 ? (double)quota / period : null;

    private static long? Number(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Tightest(IEnumerable<double?> limits) => limits.Min();
}
