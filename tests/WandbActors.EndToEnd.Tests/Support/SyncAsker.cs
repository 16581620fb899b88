using Akka.Actor;
using static WandbActors.Actors.SupervisorProtocol;
using static WandbActors.Actors.Uploading.SyncProtocol;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>Asks for a log to be sent, passes over the news, and hands on how it ended.</summary>
internal sealed class SyncAsker : ReceiveActor
{
    public SyncAsker(IActorRef supervisor, StartSync start, TaskCompletionSource<LogSent> answer)
    {
        Receive<LogSent>(answer.SetResult);
        ReceiveAny(_ => { });

        supervisor.Tell(start);
    }

    public static Props PropsFor(IActorRef supervisor, StartSync start, TaskCompletionSource<LogSent> answer) =>
        Props.Create(() => new SyncAsker(supervisor, start, answer));
}
