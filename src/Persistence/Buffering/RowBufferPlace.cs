namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Where a run's row buffer lies: the first place that can take it, fully allocated. Memory comes before disk, for a store into a page of
/// a disk file can wait for the filesystem; a network filesystem is never taken.
/// </summary>
internal sealed class RowBufferPlace
{
    private const string SharedMemory = "/dev/shm";
    private const string NoteName = "row-buffer";

    // Data loaders and others live there too: what we leave free is at least what we take.
    private const int RoomShare = 2;

    private readonly string _runDirectory;

    private RowBufferPlace(RowBufferFile file, string runDirectory, string description)
    {
        File = file;
        _runDirectory = runDirectory;
        Description = description;
    }

    public RowBufferFile File { get; }

    /// <summary>One sentence for people: where the buffer is, or why it could not be put anywhere that outlives the process.</summary>
    public string Description { get; }

    public static RowBufferPlace Create(RowBufferSettings settings, Guid logGuid, string runDirectory, DateTimeOffset now)
    {
        var problems = new List<string>();
        foreach (var directory in Candidates(settings, runDirectory))
        {
            try
            {
                if (ProblemOf(directory, settings) is { } problem)
                    throw new IOException(problem);

                var path = Path.Combine(directory, $"wandb-actors-{logGuid:N}.ring");
                // The note first: one without its file is as good as none, but nobody would find a file without its note.
                System.IO.File.WriteAllText(NotePath(runDirectory), path + "\n");
                var file = RowBufferFile.Create(path, settings, logGuid, runDirectory, now);
                return new RowBufferPlace(file, runDirectory, $"the row buffer is {path}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                problems.Add($"{directory}: {e.Message}");
            }
        }

        var reason = string.Join("; ", problems);
        return new RowBufferPlace(
            RowBufferFile.CreateAnonymous(settings, logGuid, runDirectory, now),
            runDirectory,
            $"the row buffer dies with this process: it could not be put in a file ({reason})");
    }

    /// <summary>The row buffer that a process left behind for this run, or null.</summary>
    public static string? Find(string runDirectory) =>
        System.IO.File.Exists(NotePath(runDirectory))
        && System.IO.File.ReadAllText(NotePath(runDirectory)).TrimEnd('\n') is var path
        && System.IO.File.Exists(path)
            ? path
            : null;

    public void Delete()
    {
        if (File.Path is not { } path)
            return;

        FileRemoval.TryDelete(path);
        FileRemoval.TryDelete(NotePath(_runDirectory));
    }

    private static string NotePath(string runDirectory) => Path.Combine(runDirectory, NoteName);

    private static IEnumerable<string> Candidates(RowBufferSettings settings, string runDirectory)
    {
        if (settings.Directory != RowBufferSettings.Automatic)
            yield return settings.Directory;
        else if (OperatingSystem.IsLinux())
            yield return SharedMemory;

        yield return runDirectory;
    }

    private static string? ProblemOf(string directory, RowBufferSettings settings)
    {
        if (!Directory.Exists(directory))
            return "there is no such directory";

        var drive = new DriveInfo(Path.GetFullPath(directory));
        if (drive.DriveType == DriveType.Network)
            return $"a row buffer does not belong on a network filesystem ({drive.DriveFormat})";

        var needed = RoomShare * RowBufferFile.TotalBytes(settings);
        return drive.AvailableFreeSpace < needed ? $"{drive.AvailableFreeSpace:N0} bytes are free, {needed:N0} are wanted" : null;
    }
}
