using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Writing;
using WandbActors.Api.Tests.Resolution;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Reporting;

namespace WandbActors.Api.Tests;

/// <summary>What is said of a run whose actor somebody has stopped.</summary>
public sealed class StoppedRunSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SettingsOnDisk _disk = new();
    private readonly TellingOutlet _outlet = new();
    private readonly ActorSystem _system;

    public StoppedRunSpecs()
    {
        var settings = ConfigurationFactory.ParseString(
            "akka { loggers = [], stdout-loglevel = OFF, log-dead-letters = off, coordinated-shutdown.run-by-clr-shutdown-hook = off }");
        var setup = new WandbSetup { Surroundings = () => _disk.Surroundings, Outlet = _outlet, Disk = new FullDisk() };
        _system = ActorSystem.Create("orchestrator", BootstrapSetup.Create().WithConfig(settings).And(setup));
    }

    [Fact]
    public async Task A_log_that_was_never_begun_is_not_said_to_have_been_removed()
    {
        var run = await WandbExtension.For(_system).Runs.Ask<RunStarted>(new StartRun(new RunOptions { RunId = "r1", Mode = RunMode.Offline }), Patience);
        run.Actor.Tell(new LogRow(("loss", 0.5)));

        run.Actor.Tell(PoisonPill.Instance);

        var receipt = await _outlet.Receipt.WaitAsync(Patience);
        Assert.Equal((1, 0), (receipt.RowsAccepted, receipt.RowsInLog));
        Assert.DoesNotContain(_outlet.Warnings, warning => warning.Contains("has been removed"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _disk.Dispose();
    }

    private sealed class FullDisk : LogDisk
    {
        public override ILogFile Create(RunId run, string path) => throw new IOException("No space left on device");
    }

    private sealed class TellingOutlet : IRunOutlet
    {
        private readonly TaskCompletionSource<RunReceipt> _receipt = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> Warnings { get; } = [];

        public Task<RunReceipt> Receipt => _receipt.Task;

        public void Started(Run run, string? server, IReadOnlyList<string> notices)
        {
        }

        public void Warn(string runId, string problem) => Warnings.Enqueue(problem);

        public void WarnLate(string runId)
        {
        }

        public void Finished(RunReceipt receipt) => _receipt.SetResult(receipt);
    }
}
