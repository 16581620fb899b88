using System.Diagnostics;

namespace WandbActors.Benchmarks.Logging;

/// <summary>
/// A filesystem that answers no write until it thaws, as one does when a snapshot is taken or the storage hangs: one that is given, or an ext4 in a
/// file of its own. Needs root, and Linux's <c>fsfreeze</c>. Always thawed in the end.
/// </summary>
internal sealed class FrozenDisk : IDisposable
{
    private const long ImageBytes = 512L << 20;

    private readonly DirectoryInfo? _own;
    private bool _isFrozen;

    private FrozenDisk(string path, DirectoryInfo? own) => (Path, _own) = (path, own);

    /// <summary>Where a run's directory may be.</summary>
    public string Path { get; }

    /// <summary>One at the path, or a new one; <c>null</c> with the reason where that cannot be.</summary>
    public static FrozenDisk? TryOpen(string? path, out string problem)
    {
        problem = "";
        var own = path is null ? Directory.CreateTempSubdirectory("wandb-actors-benchmark-") : null;
        try
        {
            var disk = new FrozenDisk(path ?? Mount(own!), own);
            disk.Freeze();
            disk.Thaw();
            return disk;
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            problem = $"not measured: no filesystem can be frozen here: {failure.Message}";
            own?.Delete(recursive: true);
            return null;
        }
    }

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

    public void Dispose()
    {
        if (_isFrozen)
            Thaw();
        if (_own is null)
            return;

        Run("umount", "--lazy", Path);
        _own.Delete(recursive: true);
    }

    private static string Mount(DirectoryInfo own)
    {
        var (image, path) = (System.IO.Path.Combine(own.FullName, "image"), own.CreateSubdirectory("disk").FullName);
        using (var file = File.Create(image))
            file.SetLength(ImageBytes);
        Run("mkfs.ext4", "-q", "-F", image);
        Run("mount", "-o", "loop", image, path);
        return path;
    }

    private static void Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{start.Environment["PATH"]}:/usr/sbin:/sbin";
        using var process = Process.Start(start)!;
        var problem = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{tool}: {problem.Trim()}");
    }
}
