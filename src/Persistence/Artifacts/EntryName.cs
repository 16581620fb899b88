namespace WandbActors.Persistence.Artifacts;

/// <summary>The rules for a path in an artifact, or below a run's <c>files/</c>: parts between slashes, none of which leads elsewhere.</summary>
internal static class EntryName
{
    /// <summary>What is wrong with a path; <c>null</c> for a good one.</summary>
    public static string? FindProblem(string name)
    {
        if (name.Length == 0)
            return "must not be empty";
        if (name.Contains('\\') || name.Contains('\0'))
            return "is written with slashes";

        return name.Split('/').Any(part => part is "" or "." or "..") ? "must not begin or end with a slash, nor hold \"..\", \".\" or two slashes in a row" : null;
    }
}
