namespace WandbActors;

/// <summary>The memory of all copies of tensors that are taken and not yet counted, in all runs of the process. Any thread.</summary>
internal static class SnapshotMemory
{
    /// <summary>
    /// Bytes under way at most: 16 copies of a million floats, about 0.1 s of counting. Beyond it, the logging thread counts by itself as it goes:
    /// nothing is lost, and a program that logs faster than it can be counted is slowed down to that.
    /// </summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    private static long _bytes;

    /// <summary>Bytes under way.</summary>
    public static long Bytes => Interlocked.Read(ref _bytes);

    public static bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= MaxBytes)
            return true;

        GiveBack(bytes);
        return false;
    }

    public static void GiveBack(long bytes) => Interlocked.Add(ref _bytes, -bytes);
}
