using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests.Deferring;

/// <summary>A run with a fake device, in virtual time.</summary>
public abstract class DeferredRunSpecs : RunSpecs
{
    protected static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private protected FakeDevice Device { get; private set; } = null!;

    protected Ledger Ledger => Run.Session.Ledger.Read();

    protected void StartedOn(Func<long, TimeSpan>? duration = null, int slots = 1024)
    {
        Started(NewRun(ring: LargeRing));
        Device = new FakeDevice(Run.Time, duration, slots);
    }

    /// <summary>Tells, when it is called, what has been warned of since.</summary>
    protected Func<string[]> RecordWarnings()
    {
        var texts = new ConcurrentQueue<string>();
        Sys.EventStream.Subscribe(Sys.ActorOf(Props.Create(() => new Listener(texts))), typeof(Warning));
        return () => [.. texts];
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentQueue<string> texts) => Receive<Warning>(warning => texts.Enqueue(warning.Message.ToString()!));
    }
}
