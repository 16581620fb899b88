using WandbActors.Testing;

namespace WandbActors.Benchmarks.Logging;

/// <summary>A filesystem that answers no write until it thaws, as one does when a snapshot is taken or the storage hangs.</summary>
internal static class FrozenDisk
{
    private const int Mebibytes = 512;

    /// <summary>One at the path, or a new one, still to be frozen; <c>null</c> with the reason where that cannot be.</summary>
    public static SmallDisk? TryOpen(string? path, out string problem)
    {
        problem = "";
        SmallDisk? disk = null;
        try
        {
            disk = path is null ? SmallDisk.Ext4(Mebibytes) : SmallDisk.At(path);
            disk.Freeze();
            disk.Thaw();
            return disk;
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            problem = $"not measured: no filesystem can be frozen here: {failure.Message}";
            disk?.Dispose();
            return null;
        }
    }
}
