using System.Diagnostics;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>A filesystem of its own that is mounted for one spec, and is always unfrozen and unmounted after it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _place = new();
    private bool _isFrozen;

    private SmallDisk()
    {
        Path = _place["disk"];
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>In memory: full after so many KiB.</summary>
    public static SmallDisk InMemory(int kibibytes)
    {
        var disk = new SmallDisk();
        Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", disk.Path);
        return disk;
    }

    /// <summary>An ext4 in a file, which can be frozen or broken.</summary>
    public static SmallDisk Ext4(int mebibytes)
    {
        var disk = new SmallDisk();
        using (var image = File.Create(disk._place["image"]))
            image.SetLength((long)mebibytes << 20);
        Run("mkfs.ext4", "-q", "-F", disk._place["image"]);
        Run("mount", "-o", "loop,errors=remount-ro", disk._place["image"], disk.Path);
        return disk;
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
        Run("umount", "--lazy", Path); // a run that was left in it may still have files open
        _place.Dispose();
    }

    private static void Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{start.Environment["PATH"]}:/usr/sbin:/sbin";
        using var process = Process.Start(start)!;
        var problem = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(Patience) && process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}: {problem}");
    }
}
