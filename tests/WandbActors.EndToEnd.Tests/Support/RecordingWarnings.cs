using Akka.Actor;
using Akka.Event;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>Collects the warnings and errors that the actors log, in order; asked, it tells them.</summary>
internal sealed class RecordingWarnings : ReceiveActor
{
    private readonly List<string> _warnings = [];

    public RecordingWarnings()
    {
        Receive<LogEvent>(logged => _warnings.Add(logged.Message.ToString()!));
        Receive<Tell>(_ => Sender.Tell(_warnings.ToArray()));
    }

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(Warning));
        Context.System.EventStream.Subscribe(Self, typeof(Error));
    }

    internal sealed class Tell : INoSerializationVerificationNeeded
    {
        public static readonly Tell Instance = new();
    }
}
