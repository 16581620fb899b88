using Akka.Actor;

namespace WandbActors.TestKit.Tests;

/// <summary>Has another thread tell it something while it is at work itself: by a plain message or by one of the system's.</summary>
internal sealed class Strayer : ReceiveActor
{
    public Strayer(bool isPlain)
    {
        var self = Self;
        Receive<string>(text => text == "stray", _ =>
        {
            var other = new Thread(() => TellFromElsewhere(self, isPlain));
            other.Start();
            other.Join();
        });
        Receive<string>(_ => { });
    }

    private static void TellFromElsewhere(IActorRef actor, bool isPlain)
    {
        if (isPlain)
            actor.Tell("from elsewhere", ActorRefs.NoSender);
        else
            ((IInternalActorRef)actor).Stop();
    }
}
