using System.Buffers;

namespace WandbActors.Persistence.Artifacts;

/// <summary>W&amp;B's rules for the names of artifacts: 1 to 128 of A-Z, a-z, 0-9 and <c>_ . -</c>.</summary>
internal static class ArtifactName
{
    public const int MaxLength = 128;

    private const int KeptAtEachEnd = 63; // of a name that is too long; between them ".."

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    /// <summary>What is wrong with a name; <c>null</c> for a good one.</summary>
    public static string? FindProblem(string name) => name switch
    {
        "" => "must not be empty",
        { Length: > MaxLength } => $"has {name.Length} characters; {MaxLength} are allowed",
        _ when name.AsSpan().ContainsAnyExcept(Allowed) => "may hold only letters, digits, \"_\", \".\" and \"-\"",
        _ => null,
    };

    /// <summary>Whether a text says which artifact is meant: a name, <c>project/</c> or <c>entity/project/</c> before it or not, <c>:version</c> behind it or not.</summary>
    public static bool IsReference(string? text) =>
        text?.Split('/') is { Length: <= 3 } parts
        && !parts[..^1].Any(string.IsNullOrWhiteSpace)
        && parts[^1].Split(':') is { Length: <= 2 } name
        && FindProblem(name[0]) is null
        && !string.IsNullOrWhiteSpace(name[^1]);

    /// <summary>A name that is allowed, made of any text as the official client makes them of metric names.</summary>
    public static string Of(string text)
    {
        var safe = string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp && Allowed.Contains((char)rune.Value) ? (char)rune.Value : '_'));
        return safe.Length <= MaxLength ? safe : $"{safe[..KeptAtEachEnd]}..{safe[^KeptAtEachEnd..]}";
    }
}
