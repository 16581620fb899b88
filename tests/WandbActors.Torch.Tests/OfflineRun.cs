using WandbActors.Testing;

namespace WandbActors.Tests;

/// <summary>A run that is kept on disk, in a directory of its own.</summary>
internal sealed class OfflineRun : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();

    private OfflineRun()
    {
    }

    public Run Run { get; private set; } = null!;

    public static async Task<OfflineRun> StartAsync()
    {
        var offline = new OfflineRun();
        offline.Run = await Wandb.InitAsync(new RunOptions
        {
            Project = "tensors",
            Mode = RunMode.Offline,
            Directory = offline._directory.Path,
            SystemMetrics = false,
            Silent = true,
        });
        return offline;
    }

    /// <summary>What one run logs, row by row; nothing of it may be lost.</summary>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> RowsOf(Action<Run> log)
    {
        await using var offline = await StartAsync();
        log(offline.Run);
        return await offline.FinishAsync();
    }

    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> FinishAsync()
    {
        var receipt = await Run.FinishAsync();
        Assert.Empty(receipt.Losses);

        var read = PlainLog.Read(Directory.GetFiles(Run.Directory, "*.wandb").Single());
        Assert.Empty(read.Complaints);
        return read.History;
    }

    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>A row's step and its names.</summary>
    public static string Shape(IReadOnlyDictionary<string, string> row) =>
        string.Join(' ', [row["_step"], .. row.Keys.Where(key => !key.StartsWith('_')).Order()]);
}
