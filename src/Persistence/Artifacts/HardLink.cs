using System.Runtime.InteropServices;

namespace WandbActors.Persistence.Artifacts;

/// <summary>A second name for a file, which .NET's own calls do not make.</summary>
internal static partial class HardLink
{
    /// <summary>Makes it; returns false where it cannot be made, such as on another disk than the file's. The caller copies then, and learns why.</summary>
    public static bool TryCreate(string link, string path) =>
        OperatingSystem.IsWindows() ? CreateHardLink(link, path, 0) : Link(path, link) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string link);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string link, string path, nint security);
}
