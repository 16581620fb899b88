using Akka.Configuration;
using Akka.TestKit;
using WandbActors.Actors.Settings;

namespace WandbActors.Actors.Tests.Support;

/// <summary>
/// An actor system with the runtime's settings, in which timers fire when virtual time reaches them, messages that may be are serialized,
/// and which can be asked to have done all that there is to do now.
/// </summary>
public abstract class ActorSpecs : Akka.TestKit.Xunit2.TestKit
{
    private const string Watched = "\"WandbActors.Actors.Tests.Support.WatchedDispatcherConfigurator, WandbActors.Actors.Tests\"";

    private const string Settings = $"""
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.actor.serialize-messages = on
        akka.actor.default-dispatcher.type = {Watched}
        akka.actor.internal-dispatcher.type = {Watched}
        wandb.run-dispatcher.type = {Watched}
        wandb.file-writer-dispatcher.type = {Watched}
        wandb.staging-dispatcher.type = {Watched}
        wandb.deferred-dispatcher.type = {Watched}
        wandb.monitor-dispatcher.type = {Watched}
        akka.test.single-expect-default = 30s
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF
        akka.loggers = ["Akka.TestKit.TestEventListener, Akka.TestKit"]
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Activity _activity;

    protected ActorSpecs(string settings = "") : base(ConfigurationFactory.ParseString(Settings + "\n" + settings).WithFallback(WandbSettings.Reference)) =>
        _activity = WatchedDispatcherConfigurator.ActivityOf(Sys.Settings);

    protected TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    /// <summary>How many actors hang in the middle of a message, and are not waited for.</summary>
    protected int Hanging { get; set; }

    /// <summary>Returns when no actor has anything to do before more virtual time has passed.</summary>
    protected virtual async Task Settle()
    {
        // What completes outside of any actor tells one of them a moment later: so it must be quiet more than once.
        for (var look = 0; look < 3; look++)
        {
            await _activity.AtMost(Hanging);
            await Task.Run(() => { });
        }
    }

    /// <summary>
    /// Every actor has stopped when this returns. TestKit waits some seconds only; on a busy machine a spec would then take away the memory in which
    /// an actor is just reading.
    /// </summary>
    protected override void AfterAll()
    {
        Assert.True(Sys.Terminate().Wait(Patience), "the actors of this spec have not stopped");
        base.AfterAll();
    }

    /// <summary>Timers fire and actors do what they have to, step by step, until the virtual time has passed.</summary>
    private protected async Task Advance(SomeRun run, TimeSpan time, TimeSpan step)
    {
        await Settle();
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            var next = left < step ? left : step;
            run.Time.Advance(next);
            Scheduler.Advance(next);
            await Settle();
        }
    }

    /// <summary>Lets virtual time pass until it is so; gives up after many steps.</summary>
    private protected async Task AdvanceUntil(SomeRun run, TimeSpan step, Func<bool> isSo)
    {
        for (var steps = 0; steps < 10_000 && !isSo(); steps++)
            await Advance(run, step, step);
        Assert.True(isSo());
    }
}
