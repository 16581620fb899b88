namespace WandbActors.Benchmarks.Runs;

/// <summary>A run as users have it by default, but offline and in a directory that goes with it.</summary>
internal sealed class OfflineRun : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;

    private OfflineRun(Run run, DirectoryInfo directory) => (Run, _directory) = (run, directory);

    public Run Run { get; }

    /// <summary>The run's log.</summary>
    public string LogPath => Path.Combine(Run.Directory, $"run-{Run.Id}.wandb");

    public static async Task<OfflineRun> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("wandb-actors-benchmark-");
        return new OfflineRun(await StartInAsync(directory.FullName), directory);
    }

    /// <summary>Starts one in a directory where it stays.</summary>
    public static Task<Run> StartInAsync(string directory) =>
        Wandb.InitAsync(new RunOptions { Project = "benchmarks", Mode = RunMode.Offline, Directory = directory, Silent = true });

    /// <summary>Waits until everything logged is in the log.</summary>
    public void Flush() => FlushAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Flush"/>
    public async Task FlushAsync()
    {
        if (!await Run.FlushAsync())
            throw new InvalidOperationException($"The run's log cannot be written: {LogPath}");
    }

    public async ValueTask DisposeAsync()
    {
        await Run.FinishAsync();
        _directory.Delete(recursive: true);
    }
}
