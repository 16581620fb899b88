using Microsoft.Win32.SafeHandles;

namespace WandbActors.Cli.Exporting;

/// <summary>The process's standard output as bytes. Unlike the console's own stream it says when nobody reads it any more.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;
    private const int BrokenPipe = 32; // EPIPE

    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();

        // Of a file others may share the place that is written to, which this stream would keep to itself.
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

    /// <summary>Whether a failure says that whoever was to read has had enough, as <c>head</c> has after some lines.</summary>
    public static bool IsClosed(IOException failure) => failure.HResult == BrokenPipe;
}
