using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Makes a file whose every byte has its place on the disk. A mapped file with holes kills the process (SIGBUS) when the disk is full at
/// the moment a hole is written to.
/// </summary>
internal static partial class FileAllocation
{
    private const int Interrupted = 4;     // EINTR
    private const int InvalidArgument = 22; // EINVAL: the filesystem cannot, says musl
    private const int NotSupported = 95;   // EOPNOTSUPP
    private const int ZerosPerWrite = 256 * 1024;

    /// <summary>Creates a file for this user alone. Throws <see cref="IOException"/> if it exists or does not fit, and leaves nothing then.</summary>
    public static void CreateFile(string path, long length)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using var file = new FileStream(path, options);
        try
        {
            if (!OperatingSystem.IsLinux() || !TryAllocate(file.SafeFileHandle, length))
                WriteZeros(file, length);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static bool TryAllocate(SafeFileHandle file, long length)
    {
        int error;
        do
        {
            error = AllocateRange(file, 0, length);
        }
        while (error == Interrupted);

        return error switch
        {
            0 => true,
            InvalidArgument or NotSupported => false,
            _ => throw new IOException(new Win32Exception(error).Message),
        };
    }

    private static void WriteZeros(FileStream file, long length)
    {
        var zeros = new byte[ZerosPerWrite];
        for (long written = 0; written < length; written += ZerosPerWrite)
            file.Write(zeros, 0, (int)Math.Min(ZerosPerWrite, length - written));
    }

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int AllocateRange(SafeFileHandle file, long offset, long length);
}
