using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using WandbActors.Actors.Settings;

namespace WandbActors.Actors.Tests.Support;

/// <summary>An actor system with the runtime's settings, in which timers fire when virtual time reaches them and every message that may is serialized.</summary>
public abstract class ActorSpecs : TestKit
{
    private const string Settings = """
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.actor.serialize-messages = on
        akka.test.single-expect-default = 30s
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF
        akka.loggers = ["Akka.TestKit.TestEventListener, Akka.TestKit"]
        """;

    protected ActorSpecs(string settings = "") : base(ConfigurationFactory.ParseString(settings + "\n" + Settings).WithFallback(WandbSettings.Reference))
    {
    }

    protected TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    /// <summary>Returns when the actor has handled all that it had been told.</summary>
    protected static async Task Settle(ICanTell actor) => await actor.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(30));

    /// <summary>Timers fire and messages are handled, step by step, until the virtual time has passed.</summary>
    private protected async Task Advance(SomeRun run, TimeSpan time, TimeSpan step, Func<Task> settle)
    {
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            var next = left < step ? left : step;
            run.Time.Advance(next);
            Scheduler.Advance(next);
            await settle();
        }
    }
}
