using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WandbActors;

/// <summary>
/// A library that is loaded from memory: a file without a name, which needs no writable folder, which nobody else can change, and which
/// goes with the process. The runtime keeps its own compiled code in the same kind of file. Linux only.
/// </summary>
internal static partial class MemoryFile
{
    private const uint CloseOnExec = 1;

    /// <summary>Loads the library; <paramref name="name"/> is what debuggers and <c>/proc/self/maps</c> show.</summary>
    public static nint Load(string name, ReadOnlySpan<byte> image)
    {
        var descriptor = MemfdCreate(name, CloseOnExec);
        if (descriptor < 0)
            throw new IOException($"memfd_create: {Marshal.GetLastPInvokeErrorMessage()}");

        // Stays open for good, since the loader knows libraries by their path: a later one must not come by the same number.
        var file = new SafeFileHandle(descriptor, ownsHandle: false);
        RandomAccess.Write(file, image, 0);
        return NativeLibrary.Load($"/proc/self/fd/{descriptor}");
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MemfdCreate(string name, uint flags);
}
