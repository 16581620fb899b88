namespace WandbActors.Persistence.Records;

/// <summary>W&amp;B's rule for tags: 1 to 64 characters each.</summary>
internal static class TagRule
{
    private const int MaxLength = 64;

    /// <summary>What is wrong with a tag, for people; <c>null</c> when nothing is.</summary>
    public static string? FindProblem(string tag) => tag.Length is 0 or > MaxLength
        ? $"it has {tag.Length} characters: a tag has 1 to {MaxLength}"
        : null;
}
