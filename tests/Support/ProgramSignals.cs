using System.Globalization;

namespace WandbActors.Testing;

/// <summary>Whether programs that a test starts hear the signals that it sends them.</summary>
public static class ProgramSignals
{
    /// <summary>Why they would not; <c>null</c> when they do.</summary>
    public static string? ReasonToSkip { get; } = FindReasonToSkip();

    private static string? FindReasonToSkip()
    {
        if (OperatingSystem.IsWindows())
            return "There are no such signals on Windows.";

        return IsIgnored(2) || IsIgnored(3)
            ? "The tests run in the background of a shell, which makes them and the programs that they start ignore SIGINT and SIGQUIT."
            : null;
    }

    private static bool IsIgnored(int signal)
    {
        const string Status = "/proc/self/status";
        var mask = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return mask is not null && (ulong.Parse(mask["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) != 0;
    }
}
