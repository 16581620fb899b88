using Akka.Actor;
using Akka.Configuration;
using WandbActors.Api.Tests.Resolution;
using WandbActors.Testing;

namespace WandbActors.Api.Tests;

/// <summary>Runs that are started, filled and ended by messages, in a system that takes clock and ids from its setup.</summary>
public sealed class RunsByMessageSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SettingsOnDisk _disk = new();
    private readonly ActorSystem _system;
    private readonly WandbExtension _wandb;

    public RunsByMessageSpecs()
    {
        var settings = ConfigurationFactory.ParseString(
            "akka { loggers = [], stdout-loglevel = OFF, log-dead-letters = off, coordinated-shutdown.run-by-clr-shutdown-hook = off }");
        var setup = new WandbSetup { Chance = new Random(1), Surroundings = () => _disk.Surroundings };
        _system = ActorSystem.Create("orchestrator", BootstrapSetup.Create().WithConfig(settings).And(setup));
        _wandb = WandbExtension.For(_system);
    }

    [Fact]
    public async Task A_run_is_started_filled_and_ended()
    {
        var run = await StartedAsync(new RunOptions { Project = "digits" });

        run.Actor.Tell(new LogRow(("loss", 0.5)));
        var finished = await run.Actor.Ask<RunFinished>(new FinishRun(), Patience);

        Assert.Equal((1, 1), (finished.Status.Ledger.Offered, finished.Status.Ledger.HistoryRecords));
        Assert.Equal("digits", run.Project);
        var log = PlainLog.Read(Path.Combine(run.Directory, $"run-{run.RunId}.wandb"));
        Assert.Equal("0.5", Assert.Single(log.History)["loss"]);
    }

    [Fact]
    public async Task A_run_that_was_started_by_message_can_be_held_by_the_program_too()
    {
        var started = await StartedAsync(new RunOptions { RunId = "r1" });

        var run = _wandb.FindRun("r1")!;
        run.Log(("loss", 0.5));
        var finished = await started.Actor.Ask<RunFinished>(new FinishRun(), Patience);

        Assert.Equal((started.Actor, started.Directory), (run.Actor, run.Directory));
        Assert.Equal(1, finished.Status.Ledger.InLog);
        Assert.Null(_wandb.FindRun("r2"));
    }

    [Fact]
    public async Task Wrong_options_are_refused_with_the_reason()
    {
        var refused = await _wandb.Runs.Ask<RunRefused>(new StartRun(new RunOptions { RunId = "a/b" }), Patience);

        Assert.Equal("a/b", refused.RunId);
        Assert.Contains("must not contain", refused.Reason);
    }

    [Fact]
    public async Task A_run_to_be_resumed_that_does_not_exist_is_refused_too()
    {
        var refused = await _wandb.Runs.Ask<RunRefused>(new StartRun(new RunOptions { RunId = "r1", Resume = ResumeMode.Must, Silent = true }), Patience);

        Assert.Contains("There is no run r1", refused.Reason);
    }

    [Fact]
    public async Task A_run_that_was_ended_by_message_can_be_resumed_by_message()
    {
        var first = await StartedAsync(new RunOptions { RunId = "r1" });
        first.Actor.Tell(new LogRow(("loss", 0.5)));
        await EndedAsync(first);

        var second = await StartedAsync(new RunOptions { RunId = "r1", Resume = ResumeMode.Must });

        second.Actor.Tell(new LogRow(("loss", 0.25)));
        await EndedAsync(second);
        var log = PlainLog.Read(Path.Combine(second.Directory, "run-r1.wandb"));
        Assert.Equal("1", Assert.Single(log.History)["_step"]);
    }

    [Fact]
    public async Task The_runs_that_live_are_listed_whoever_started_them()
    {
        var told = await StartedAsync(new RunOptions { RunId = "told" });
        var held = await _wandb.InitAsync(new RunOptions { RunId = "held", Silent = true });

        var both = await _wandb.Runs.Ask<RunList>(new GetRuns(), Patience);
        await EndedAsync(told);
        await held.FinishAsync();
        var none = await _wandb.Runs.Ask<RunList>(new GetRuns(), Patience);

        Assert.Equal([told.Actor, held.Actor], both.Runs.Select(run => run.Actor));
        Assert.Equal(held.Directory, both.Runs[1].Directory);
        Assert.Empty(none.Runs);
    }

    [Fact]
    public async Task A_disabled_run_answers_and_keeps_nothing()
    {
        var run = await StartedAsync(new RunOptions { Mode = RunMode.Disabled });

        run.Actor.Tell(new LogRow(("loss", 0.5)));
        var subscribed = await run.Actor.Ask<RunStarted>(new SubscribeToRuns(ActorRefs.Nobody), Patience);
        var kept = await run.Actor.Ask<RowKept>(new LogRow(("loss", 0.5)) { Number = new RowNumber("rank-0", 1) }, Patience);
        var flushed = await run.Actor.Ask<RunFlushed>(new FlushRun(FlushTarget.Disk), Patience);
        var finished = await run.Actor.Ask<RunFinished>(new FinishRun(), Patience);

        Assert.Equal(run, subscribed);
        Assert.Equal(1, kept.Sequence);
        Assert.Null(flushed.Problem);
        Assert.Equal((run.RunId, 0), (finished.Status.RunId, finished.Status.Ledger.Offered));
        Assert.Empty(run.Directory);
    }

    [Fact]
    public async Task What_automatic_resuming_remembers_is_forgotten_when_the_run_was_ended_well()
    {
        var run = await StartedAsync(new RunOptions { Resume = ResumeMode.Auto });
        var memory = Path.Combine(Path.GetDirectoryName(run.Directory)!, "wandb-resume.json");
        var wasRemembered = File.Exists(memory);

        await EndedAsync(run);

        Assert.True(wasRemembered);
        Assert.False(File.Exists(memory));
    }

    [Fact]
    public async Task Ids_come_from_the_setup()
    {
        var chance = new Random(1);

        var run = await StartedAsync(new RunOptions());

        Assert.Equal(chance.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 8), run.RunId);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _disk.Dispose();
    }

    private async Task<RunStarted> StartedAsync(RunOptions options)
    {
        options.Silent = true;
        return await _wandb.Runs.Ask<RunStarted>(new StartRun(options), Patience);
    }

    // The actor of all runs knows of the end once it lists the run no more.
    private async Task EndedAsync(RunStarted run)
    {
        await run.Actor.Ask<RunFinished>(new FinishRun(), Patience);
        await run.Actor.WatchAsync();
        while ((await _wandb.Runs.Ask<RunList>(new GetRuns(), Patience)).Runs.Any(live => live.Actor.Equals(run.Actor)))
            await Task.Yield();
    }
}
