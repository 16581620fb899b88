using WandbActors.Resolution;

namespace WandbActors.Surroundings;

/// <summary>Where the program lies, as W&amp;B wants it: relative to the repository, or else to the working directory, with slashes.</summary>
internal static class ProgramPath
{
    /// <summary>The program's file, if there is one below this directory; empty otherwise.</summary>
    public static string Within(string? root, ResolvedRunOptions options, ProcessSurroundings surroundings)
    {
        var program = Path.GetFullPath(options.Program, surroundings.WorkingDirectory);
        var relative = Path.GetRelativePath(root ?? surroundings.WorkingDirectory, program);
        var isBelow = !Path.IsPathRooted(relative) && !relative.StartsWith("..", StringComparison.Ordinal);
        return isBelow && File.Exists(program) ? relative.Replace('\\', '/') : "";
    }
}
