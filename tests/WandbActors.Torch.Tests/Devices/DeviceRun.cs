using WandbActors.Persistence.Buffering;
using WandbActors.Testing;

namespace WandbActors.Tests.Devices;

/// <summary>An offline run whose log is read back.</summary>
internal sealed class DeviceRun : IAsyncDisposable
{
    private const int MaxAttempts = 1000;

    private readonly TempDirectory _directory = new();

    private DeviceRun()
    {
    }

    public Run Run { get; private set; } = null!;

    public RowBufferCounters Counters => Run.Session!.Buffer.Counters;

    public static async Task<DeviceRun> StartAsync()
    {
        var started = new DeviceRun();
        started.Run = await Wandb.InitAsync(new RunOptions
        {
            Project = "devices",
            Mode = RunMode.Offline,
            Directory = started._directory.Path,
            SystemMetrics = false,
            Silent = true,
        });
        return started;
    }

    /// <summary>Logs a row of one value.</summary>
    public void Log(MetricValue value) => Run.Log(("x", value));

    /// <summary>Captures a value as soon as its device has room for it.</summary>
    public async Task<MetricValue> CaptureAsync(Func<MetricValue> capture)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (capture() is { Reference: CapturedValue or SharedValue } captured)
                return captured;

            await Run.FlushAsync(FlushTarget.Disk);
        }

        throw new InvalidOperationException("The device has no room.");
    }

    /// <summary>Ends the run; the values of <c>x</c>, row by row, as JSON.</summary>
    public async Task<IReadOnlyList<string>> FinishAsync() => [.. (await FinishRowsAsync()).Select(row => row["x"])];

    /// <summary>Ends the run; its rows.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> FinishRowsAsync()
    {
        await Run.FinishAsync();
        var log = PlainLog.Read(Directory.GetFiles(Run.Directory!, "*.wandb").Single());
        Assert.Empty(log.Complaints);
        return log.History;
    }

    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        _directory.Dispose();
    }
}
