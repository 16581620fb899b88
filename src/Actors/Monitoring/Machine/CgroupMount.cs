namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>A file system of control groups, as a line of <c>/proc/self/mountinfo</c> tells of it.</summary>
/// <param name="Root">The group that is seen at the mount point: a container may see only its own.</param>
/// <param name="Point">The mount point.</param>
/// <param name="IsUnified">Whether it is of version 2, in which one tree has all controllers.</param>
/// <param name="Controllers">Of version 1: what it controls.</param>
internal sealed record CgroupMount(string Root, string Point, bool IsUnified, string[] Controllers)
{
    // 35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
    public static CgroupMount? Parse(string line)
    {
        var parts = line.Split(' ');
        var dash = Array.IndexOf(parts, "-");
        if (dash < 5 || dash + 3 >= parts.Length)
            return null;

        return parts[dash + 1] is "cgroup" or "cgroup2"
            ? new CgroupMount(Unescape(parts[3]), Unescape(parts[4]), parts[dash + 1] == "cgroup2", parts[dash + 3].Split(','))
            : null;
    }

    public bool Has(string controller) => !IsUnified && Controllers.Contains(controller);

    /// <summary>The folder of a group, if it can be seen here, and of those around it, outwards.</summary>
    public IEnumerable<string> FoldersOf(string group)
    {
        var inside = Root == "/" ? group : group == Root ? "" : group.StartsWith(Root + "/", StringComparison.Ordinal) ? group[Root.Length..] : group;
        for (var path = inside.TrimEnd('/'); path.Length > 0; path = path[..path.LastIndexOf('/')])
        {
            if (!path.StartsWith('/') || path.Split('/').Contains(".."))
                break;

            yield return Point + path;
        }

        yield return Point;
    }

    // The kernel writes blanks, tabs, line feeds and backslashes of paths as octal numbers.
    private static string Unescape(string path) =>
        path.Replace(@"\040", " ", StringComparison.Ordinal).Replace(@"\011", "\t", StringComparison.Ordinal)
            .Replace(@"\012", "\n", StringComparison.Ordinal).Replace(@"\134", @"\", StringComparison.Ordinal);
}
