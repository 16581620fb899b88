using System.Runtime.InteropServices;

namespace WandbActors;

/// <summary>The machine's kind as W&amp;B writes it: <c>linux-x86_64</c>, <c>darwin-arm64</c>, <c>windows-amd64</c>.</summary>
internal static class PlatformName
{
    public static string Value { get; } = $"{System}-{Processor}";

    private static string System => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    private static string Processor => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => OperatingSystem.IsWindows() ? "amd64" : "x86_64",
        Architecture.Arm64 => OperatingSystem.IsLinux() ? "aarch64" : "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };
}
