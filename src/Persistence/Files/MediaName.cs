using System.Buffers;
using System.Text;

namespace WandbActors.Persistence.Files;

/// <summary>
/// The name of a metric as part of a file's path: slashes make directories, as W&amp;B has it, and nothing leads out of them, whatever the
/// name is.
/// </summary>
internal static class MediaName
{
    // A file's name takes 255 bytes in most filesystems; step, hash and extension need theirs.
    private const int MaxPartBytes = 150;

    // Deeper paths come near the 4,096 bytes that Linux takes.
    private const int MaxParts = 16;

    // Everywhere: what is a path or a pattern on some system. On Windows: what no file may be called.
    private static readonly SearchValues<char> Refused = SearchValues.Create(OperatingSystem.IsWindows() ? "\\*?:\"<>|" : "\\*?");

    public static string Of(string key)
    {
        var parts = key.Split('/', MaxParts, StringSplitOptions.RemoveEmptyEntries).Select(Part).ToArray();
        return parts.Length == 0 ? "_" : string.Join('/', parts);
    }

    private static string Part(string part)
    {
        if (part is "." or "..")
            return "_";

        var safe = new StringBuilder();
        var bytes = 0;
        foreach (var rune in part.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxPartBytes)
                break;

            if (IsRefused(rune))
                safe.Append('_');
            else
                safe.Append(rune);
        }

        return safe.ToString();
    }

    private static bool IsRefused(Rune rune) =>
        rune == Rune.ReplacementChar || Rune.IsControl(rune) || rune.Value == '/' || (rune.IsBmp && Refused.Contains((char)rune.Value));
}
