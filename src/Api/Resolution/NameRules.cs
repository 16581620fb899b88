namespace WandbActors.Resolution;

/// <summary>W&amp;B's rules for the names that people give, each as what is wrong with a name, or <c>null</c>.</summary>
internal static class NameRules
{
    private const int MaxProjectLength = 128;
    private const string ForbiddenInProject = @"/\#?%:";

    public static string? OfProject(string project)
    {
        if (project.Length == 0)
            return "a project must have a name";
        if (project.Length > MaxProjectLength)
            return $"it has {project.Length} characters: use at most {MaxProjectLength}";

        return project.AsSpan().ContainsAny(ForbiddenInProject) ? $"leave out {string.Join(' ', ForbiddenInProject.ToCharArray())}" : null;
    }

    /// <summary>A name as a project's: what is forbidden becomes a dash, what is too long is cut.</summary>
    public static string ToProject(string name)
    {
        var allowed = string.Concat(name.Select(letter => ForbiddenInProject.Contains(letter) ? '-' : letter));
        return allowed[..Math.Min(allowed.Length, MaxProjectLength)];
    }
}
