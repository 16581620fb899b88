namespace WandbActors.Persistence.Files;

/// <summary>A file of the program that belongs to a run as well.</summary>
/// <param name="Source">Where it lies; absolute.</param>
/// <param name="Name">Its path below the run's <c>files/</c>, with slashes.</param>
internal sealed record SavedFile(string Source, string Name)
{
    // Written by the runtime itself: through a link of that name it would write into the user's own file.
    private static readonly string[] OwnNames = ["config.yaml", "wandb-summary.json", "wandb-metadata.json", "output.log"];

    /// <summary>Whether a name is that of a file which the runtime writes.</summary>
    public static bool IsOwn(string name) => OwnNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Puts the file as it is now into the run's files: whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be read, or the disk refuses.</exception>
    public void CopyTo(string filesDirectory)
    {
        var target = TargetIn(filesDirectory);
        if (target == Source)
            return;

        var draft = $"{target}.{Guid.NewGuid():N}";
        try
        {
            File.Copy(Source, draft);
            File.Move(draft, target, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Puts a link to the file into the run's files, so that its content is what it is when it is sent. Where links cannot be made it is copied.</summary>
    /// <returns>Whether it is a link.</returns>
    /// <exception cref="IOException">The file cannot be read, or the disk refuses.</exception>
    public bool LinkIn(string filesDirectory)
    {
        var target = TargetIn(filesDirectory);
        if (target == Source)
            return false;

        var draft = $"{target}.{Guid.NewGuid():N}";
        try
        {
            File.CreateSymbolicLink(draft, Source);
            File.Move(draft, target, overwrite: true);
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
            CopyTo(filesDirectory);
            return false;
        }
    }

    private string TargetIn(string filesDirectory)
    {
        var target = Path.GetFullPath(Path.Combine(filesDirectory, Name));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        return target;
    }
}
