namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Where a run's row buffer lies: the first place that can take it. Memory comes before disk, for a store into a page of a disk file can wait
/// for the filesystem; a network filesystem is never taken.
/// </summary>
internal sealed class RowBufferPlace
{
    private const string SharedMemory = "/dev/shm";

    private static readonly string[] FilesystemsInMemory = ["tmpfs", "ramfs"];

    private RowBufferPlace(RowBufferFile file, string runDirectory, string description)
    {
        File = file;
        RunDirectory = runDirectory;
        Description = description;
    }

    public RowBufferFile File { get; }

    public string RunDirectory { get; }

    /// <summary>One sentence for people: where the buffer is, or why it could not be put anywhere that outlives the process.</summary>
    public string Description { get; }

    /// <summary>Makes the buffer of the run whose log is, or will be, <paramref name="logPath"/>.</summary>
    public static RowBufferPlace Create(RowBufferSettings settings, Guid logGuid, string logPath, DateTimeOffset now)
    {
        var runDirectory = Path.GetDirectoryName(logPath)!;
        var problems = new List<string>();
        foreach (var directory in Candidates(settings, runDirectory))
        {
            try
            {
                if (!Directory.Exists(directory))
                    throw new IOException("there is no such directory");

                var path = Path.Combine(directory, $"wandb-actors-{logGuid:N}.ring");
                var drive = new DriveInfo(Path.GetFullPath(directory));
                var isMemory = FilesystemsInMemory.Contains(drive.DriveFormat);
                if (ProblemOf(drive, isMemory ? settings.FileBytesAtStart : settings.FileBytes) is { } problem)
                    throw new IOException(problem);

                // The note first: one without its file is as good as none, but nobody would find a file without its note.
                new RowBufferNote(path, Path.GetFileName(logPath)).Write(runDirectory);
                var file = RowBufferFile.Create(path, isMemory ? drive : null, settings, logGuid, runDirectory, now);
                return new RowBufferPlace(file, runDirectory, $"the row buffer is {path}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                problems.Add($"{directory}: {e.Message}");
            }
        }

        RowBufferNote.Delete(runDirectory);
        var reason = string.Join("; ", problems);
        return new RowBufferPlace(
            RowBufferFile.CreateAnonymous(settings, logGuid, runDirectory, now),
            runDirectory,
            $"the row buffer dies with this process: it could not be put in a file ({reason})");
    }

    /// <summary>The ring of a process that logged into this directory, looked for where rings are put by default; null if there is none.</summary>
    public static string? FindRingOf(string runDirectory) => new[] { runDirectory, SharedMemory }
        .Where(Directory.Exists)
        .SelectMany(directory => Directory.EnumerateFiles(directory, "wandb-actors-*.ring"))
        .FirstOrDefault(ring => RowBufferFile.RunDirectoryOf(ring) == runDirectory);

    /// <summary>
    /// Whether so many more bytes can be taken there. Data loaders and others live in memory too: what we leave free is at least what we
    /// have taken.
    /// </summary>
    public static bool HasRoom(DriveInfo drive, long more, long taken)
    {
        try
        {
            return drive.AvailableFreeSpace - more >= taken;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Delete()
    {
        DeleteFile();
        if (File.Path is not null)
            RowBufferNote.Delete(RunDirectory);
    }

    /// <summary>Removes the file and not the note: the run has not ended yet.</summary>
    public void DeleteFile()
    {
        if (File.Path is { } path)
            FileRemoval.TryDelete(path);
    }

    private static IEnumerable<string> Candidates(RowBufferSettings settings, string runDirectory)
    {
        if (settings.Directory != RowBufferSettings.Automatic)
            yield return settings.Directory;
        else if (OperatingSystem.IsLinux())
            yield return SharedMemory;

        yield return runDirectory;
    }

    private static string? ProblemOf(DriveInfo drive, long needed)
    {
        if (drive.DriveType == DriveType.Network)
            return $"a row buffer does not belong on a network filesystem ({drive.DriveFormat})";

        return HasRoom(drive, needed, taken: needed) ? null : $"{drive.AvailableFreeSpace:N0} bytes are free, {2 * needed:N0} are wanted";
    }
}
