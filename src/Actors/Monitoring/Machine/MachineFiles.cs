namespace WandbActors.Actors.Monitoring.Machine;

/// <summary>The files in which Linux tells about itself, below a root so that recorded ones can stand in. A file that is not there or is closed to us is <c>null</c>.</summary>
internal sealed class MachineFiles(string root)
{
    /// <param name="path">An absolute path, such as <c>/proc/meminfo</c>.</param>
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Path.Join(root, path));
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The lines of a file, each without white space around it; none if it is not there.</summary>
    public string[] Lines(string path) => Read(path)?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A file that holds one number, else <c>null</c>: one that is not there, or the word that says that there is no limit.</summary>
    public long? Number(string path) => long.TryParse(Read(path), out var number) ? number : null;
}
