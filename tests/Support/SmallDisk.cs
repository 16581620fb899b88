using System.Diagnostics;

namespace WandbActors.Testing;

/// <summary>
/// A filesystem of its own that is mounted for one use, and is always thawed and unmounted after it; or one that was there before, and stays. Needs root
/// on Linux: a tool that fails is an <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class SmallDisk : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempDirectory? _place;
    private bool _isFrozen;

    private SmallDisk(string path, TempDirectory? place) => (Path, _place) = (path, place);

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>One that is mounted there.</summary>
    public static SmallDisk At(string path) => new(path, place: null);

    /// <summary>In memory: full after so many KiB.</summary>
    public static SmallDisk InMemory(int kibibytes) => Mount(new TempDirectory(), "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs");

    /// <summary>An ext4 in a file, which can be frozen or broken.</summary>
    public static SmallDisk Ext4(int mebibytes)
    {
        var place = new TempDirectory();
        using (var image = File.Create(place["image"]))
            image.SetLength((long)mebibytes << 20);
        Run("mkfs.ext4", "-q", "-F", place["image"]);
        return Mount(place, "-o", "loop,errors=remount-ro", place["image"]);
    }

    /// <summary>From now on whoever writes waits until it thaws.</summary>
    public void Freeze()
    {
        Run("fsfreeze", "--freeze", Path);
        _isFrozen = true;
    }

    public void Thaw()
    {
        _isFrozen = false;
        Run("fsfreeze", "--unfreeze", Path);
    }

    /// <summary>Makes the kernel take the disk for broken: from now on it is read-only, also for files that are open.</summary>
    public void TurnReadOnly()
    {
        var device = File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')).Last(mount => mount[1] == Path)[0];
        File.WriteAllText($"/sys/fs/ext4/{System.IO.Path.GetFileName(device)}/trigger_fs_error", "1");
    }

    public void Dispose()
    {
        if (_isFrozen)
            Thaw();
        if (_place is null)
            return;

        Run("umount", "--lazy", Path); // a run that was left in it may still have files open
        _place.Dispose();
    }

    private static SmallDisk Mount(TempDirectory place, params string[] what)
    {
        var path = Directory.CreateDirectory(place["disk"]).FullName;
        Run("mount", [.. what, path]);
        return new SmallDisk(path, place);
    }

    private static void Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{start.Environment["PATH"]}:/usr/sbin:/sbin";
        using var process = Process.Start(start)!;
        var problem = process.StandardError.ReadToEnd();
        if (!process.WaitForExit(Patience) || process.ExitCode != 0)
            throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)}: {problem.Trim()}");
    }
}
