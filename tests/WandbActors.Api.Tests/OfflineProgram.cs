using Akka.Actor;
using Akka.Configuration;
using WandbActors.Api.Tests.Resolution;
using WandbActors.Testing;

namespace WandbActors.Api.Tests;

/// <summary>A program whose runs are kept on disk: a directory, an empty environment and a quiet actor system of its own.</summary>
internal sealed class OfflineProgram : IAsyncDisposable
{
    private readonly SettingsOnDisk _disk = new();
    private readonly ActorSystem _system = ActorSystem.Create("program", ConfigurationFactory.ParseString(
        "akka { loggers = [], stdout-loglevel = OFF, log-dead-letters = off, coordinated-shutdown.run-by-clr-shutdown-hook = off }"));

    public ActorSystem System => _system;

    public Task<Run> StartAsync(RunOptions? options = null)
    {
        options ??= new RunOptions();
        options.Silent = true;
        return RunLauncher.LaunchAsync(RunHost.Of(WandbExtension.For(_system)), options, _disk.Surroundings, CancellationToken.None);
    }

    /// <summary>What one run logs, row by row.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> RowsOfAsync(Action<Run> log)
    {
        var run = await StartAsync();
        log(run);
        await run.FinishAsync();

        var read = LogOf(run);
        Assert.Empty(read.Complaints);
        return read.History;
    }

    public static PlainLog LogOf(Run run) => PlainLog.Read(Path.Combine(run.Directory, $"run-{run.Id}.wandb"));

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        _disk.Dispose();
    }
}
