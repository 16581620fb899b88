using System.Diagnostics;
using System.Globalization;

namespace WandbActors.Persistence.Tests.Buffering;

/// <summary>What a file takes of its filesystem, as <c>stat</c> says.</summary>
internal static class FileBlocks
{
    private const int BytesOfBlock = 512;

    public static long BytesOf(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%b", path]) { RedirectStandardOutput = true })!;
        return BytesOfBlock * long.Parse(stat.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
    }
}
