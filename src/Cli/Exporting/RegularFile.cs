using System.Runtime.InteropServices;

namespace WandbActors.Cli.Exporting;

/// <summary>Whether what lies at a path is a file like any other: a device or a pipe is none, and nothing may be put in its place.</summary>
internal static partial class RegularFile
{
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint TypeAlone = 1; // STATX_TYPE
    private const int TypeBits = 0xF000, RegularType = 0x8000;

    /// <summary>Whether it is, or nothing lies there. Links are followed. Only Linux is asked: elsewhere the answer is yes.</summary>
    public static bool IsAt(string path)
    {
        try
        {
            return !OperatingSystem.IsLinux() || StatX(WorkingDirectory, path, 0, TypeAlone, out var status) != 0 || (status.Mode & TypeBits) == RegularType;
        }
        catch (EntryPointNotFoundException)
        {
            return true; // a C library from before 2018
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, out Status status);

    // The same on all processors, unlike what stat gives.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;
    }
}
