using Akka.Actor;

namespace WandbActors.Actors.Subscribing;

/// <summary>
/// Who wants the news of a run, and what was told them last: part of the run's session, so that a restart of the run's actor loses no
/// subscriber. Begun by the supervisor before that actor is there; used by that actor only from then on. The supervisor has one for all runs.
/// </summary>
internal sealed class RunAudience
{
    private readonly List<IActorRef> _subscribers = []; // told in this order: a set's would differ from process to process

    public bool IsEmpty => _subscribers.Count == 0;

    public IReadOnlyCollection<IActorRef> Subscribers => _subscribers;

    /// <summary>What the subscribers believe to hold back the upload; <c>null</c> for nothing.</summary>
    public UploadStalled? Stalled { get; set; }

    /// <summary>What they believe to hold back the log; <c>null</c> for nothing.</summary>
    public LogStalled? LogStalled { get; set; }

    /// <summary>Adds one; false when it is there already.</summary>
    public bool Add(IActorRef subscriber)
    {
        if (_subscribers.Contains(subscriber))
            return false;

        _subscribers.Add(subscriber);
        return true;
    }

    public bool Remove(IActorRef subscriber) => _subscribers.Remove(subscriber);

    public void Tell(IRunMessage news)
    {
        foreach (var subscriber in _subscribers)
            subscriber.Tell(news);
    }
}
