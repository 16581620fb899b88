namespace WandbActors.Persistence;

/// <summary>The wandb directory that run directories and the runs' locks lie in. It exists and can be written to. Immutable.</summary>
internal sealed class RunHome
{
    private RunHome(string path, string? problem)
    {
        Path = path;
        Problem = problem;
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Why it is not where it was asked for, for people; else <c>null</c>.</summary>
    public string? Problem { get; }

    /// <summary>Makes the wandb directory of a root. A root that cannot be written to is replaced by the system's temporary directory.</summary>
    /// <exception cref="IOException">Neither can be written to.</exception>
    public static RunHome Open(string root)
    {
        try
        {
            return new RunHome(Prepared(In(root)), null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new RunHome(Prepared(In(System.IO.Path.GetTempPath())), $"{root} cannot be written to ({problem.Message})");
        }
    }

    /// <summary>The directory that holds the runs of a root: <c>.wandb</c> if it exists there, else <c>wandb</c>.</summary>
    public static string In(string root)
    {
        var hidden = System.IO.Path.Combine(root, ".wandb");
        return System.IO.Path.GetFullPath(Directory.Exists(hidden) ? hidden : System.IO.Path.Combine(root, "wandb"));
    }

    // One that exists may still be another user's, or on a disk that takes no more.
    private static string Prepared(string home)
    {
        Directory.CreateDirectory(home);
        var probe = System.IO.Path.Combine(home, $".probe-{Guid.NewGuid():N}");
        Directory.CreateDirectory(probe);
        Directory.Delete(probe);
        return home;
    }
}
