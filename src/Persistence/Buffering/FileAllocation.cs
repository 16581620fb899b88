using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Gives the bytes of a file their place on the disk, or in memory. A mapped file with holes kills the process (SIGBUS) when there is no
/// place left at the moment a hole is touched.
/// </summary>
internal static partial class FileAllocation
{
    private const int Interrupted = 4;     // EINTR
    private const int InvalidArgument = 22; // EINVAL: the filesystem cannot, says musl
    private const int NotSupported = 95;   // EOPNOTSUPP
    private const int ZerosPerWrite = 256 * 1024;

    /// <summary>
    /// Creates a file for this user alone, its first <paramref name="allocated"/> bytes with their place. Throws <see cref="IOException"/> if it
    /// exists or does not fit, and leaves nothing then.
    /// </summary>
    public static FileStream Create(string path, long length, long allocated)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var file = new FileStream(path, options);
        try
        {
            file.SetLength(length);
            if (allocated > 0)
                Fill(file.SafeFileHandle, 0, allocated);
            return file;
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Gives bytes that nobody has written yet their place. Throws <see cref="IOException"/> if there is none.</summary>
    public static void Fill(SafeFileHandle file, long offset, long length)
    {
        if (!OperatingSystem.IsLinux() || !TryAllocate(file, offset, length))
            WriteZeros(file, offset, length);
    }

    /// <summary>Makes sure that bytes have their place, whatever they are. False if there is none.</summary>
    public static bool TryKeep(SafeFileHandle file, long offset, long length)
    {
        try
        {
            _ = OperatingSystem.IsLinux() && TryAllocate(file, offset, length); // a filesystem that cannot do this has no holes
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool TryAllocate(SafeFileHandle file, long offset, long length)
    {
        int error;
        do
        {
            error = AllocateRange(file, offset, length);
        }
        while (error == Interrupted);

        return error switch
        {
            0 => true,
            InvalidArgument or NotSupported => false,
            _ => throw new IOException(new Win32Exception(error).Message),
        };
    }

    private static void WriteZeros(SafeFileHandle file, long offset, long length)
    {
        var zeros = new byte[ZerosPerWrite];
        for (long written = 0; written < length; written += ZerosPerWrite)
            RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(ZerosPerWrite, length - written)), offset + written);
    }

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int AllocateRange(SafeFileHandle file, long offset, long length);
}
