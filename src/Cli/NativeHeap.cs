using System.Runtime.InteropServices;

namespace WandbActors.Cli;

/// <summary>
/// What the C library does with native memory that was freed. The GNU one keeps it for the thread that had it: compressing a request takes 400 KB, each
/// time on another thread, which comes to 16 MB. Here pieces of that size are given back at once.
/// </summary>
internal static partial class NativeHeap
{
    // From its malloc.h.
    private const int MmapThreshold = -3;

    private const int LargeBytes = 64 << 10;

    public static void GiveBackLargePieces()
    {
        if (!OperatingSystem.IsLinux())
            return;

        try
        {
            _ = Mallopt(MmapThreshold, LargeBytes);
        }
        catch (Exception problem) when (problem is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library has other habits.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Mallopt(int parameter, int value);
}
