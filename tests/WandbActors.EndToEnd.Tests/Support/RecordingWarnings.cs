using Akka.Actor;
using Akka.Event;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>Collects the warnings and errors that it is subscribed to, in order; asked, it tells them.</summary>
internal sealed class RecordingWarnings : ReceiveActor
{
    private readonly List<string> _warnings = [];

    public RecordingWarnings()
    {
        Receive<LogEvent>(logged => _warnings.Add(logged.Message.ToString()!));
        Receive<Tell>(_ => Sender.Tell(_warnings.ToArray()));
    }

    internal sealed class Tell : INoSerializationVerificationNeeded
    {
        public static readonly Tell Instance = new();
    }
}
