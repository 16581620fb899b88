using WandbActors.Benchmarks.Serving;

namespace WandbActors.Benchmarks.Runs;

/// <summary>A run that is sent to a server, in a directory that goes with it.</summary>
internal sealed class OnlineRun : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;

    private OnlineRun(Run run, DirectoryInfo directory) => (Run, _directory) = (run, directory);

    /// <summary>A port at which nobody listens: every connection is refused at once.</summary>
    public static ServerPlace NobodyThere { get; } = new("http://127.0.0.1:1", new string('0', 40));

    public Run Run { get; }

    /// <summary>Starts one; finishing it waits for the server no longer than the patience says.</summary>
    public static async Task<OnlineRun> StartAsync(ServerPlace server, TimeSpan patience = default)
    {
        var directory = Directory.CreateTempSubdirectory("wandb-actors-benchmark-");
        var run = await Wandb.InitAsync(new RunOptions
        {
            Project = "benchmarks",
            Mode = RunMode.Online,
            BaseUrl = server.BaseUrl,
            ApiKey = server.ApiKey,
            Directory = directory.FullName,
            FinishTimeout = patience,
            Silent = true,
        });
        return new OnlineRun(run, directory);
    }

    public async ValueTask DisposeAsync()
    {
        await Run.FinishAsync();
        _directory.Delete(recursive: true);
    }
}
