using System.Runtime.InteropServices;

namespace WandbActors.Persistence;

/// <summary>
/// Two things that .NET's own calls on directories do not do: making one only if it does not exist yet, in one step, so that of two
/// processes only one has made it; and replacing a link to a directory by another, in one step.
/// </summary>
internal static partial class ExclusiveDirectory
{
    private const int WindowsAlreadyExists = 183;
    private const int UnixAlreadyExists = 17;

    // rwxrwxrwx, less what the process's umask takes away: as Directory.CreateDirectory makes them.
    private const uint Mode = 0b111_111_111;

    /// <summary>Makes the directory; returns false when something of that name exists. The parent must exist.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static bool TryCreate(string path)
    {
        var isWindows = OperatingSystem.IsWindows();
        if (isWindows ? CreateDirectory(path, 0) : MakeDirectory(path, Mode) == 0)
            return true;

        var error = Marshal.GetLastPInvokeError();
        if (error == (isWindows ? WindowsAlreadyExists : UnixAlreadyExists))
            return false;

        throw new IOException($"The directory {path} cannot be made: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>Makes or replaces a symbolic link, so that it always leads somewhere. Not for Windows.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void PointLink(string link, string target)
    {
        var temporary = $"{link}.{Guid.NewGuid():N}";
        File.CreateSymbolicLink(temporary, target);
        if (Rename(temporary, link) == 0)
            return;

        var error = Marshal.GetLastPInvokeError();
        File.Delete(temporary);
        throw new IOException($"The link {link} cannot be made: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);

    [LibraryImport("kernel32", EntryPoint = "CreateDirectoryW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateDirectory(string path, nint security);
}
