using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.Event;

namespace WandbActors.Actors.Threads;

/// <summary>A queue without bound that takes everything but what would end its actor. Any thread adds.</summary>
internal sealed class EnduringQueue(ActorSystem system) : IMessageQueue, IUnboundedMessageQueueSemantics
{
    private readonly UnboundedMessageQueue _queue = new();

    public bool HasMessages => _queue.HasMessages;

    public int Count => _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (envelope.Message is PoisonPill or Kill)
            Logging.GetLogger(system, nameof(EnduringQueue)).Warning("{0} to {1} is ignored: all runs would end with it. It came from {2}", envelope.Message.GetType().Name, receiver.Path, envelope.Sender);
        else
            _queue.Enqueue(receiver, envelope);
    }

    public bool TryDequeue(out Envelope envelope) => _queue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) => _queue.CleanUp(owner, deadletters);
}
