using Akka.Actor;

namespace WandbActors.Actors;

/// <summary>
/// The flushes that somebody waits for, in the order of asking. A flush is first through the ring and in the log, then on the disk, then,
/// if that is its target, on the server; those before it are never later than it. Owned by the run's actor.
/// </summary>
internal sealed class FlushQueue
{
    private readonly Queue<Waiting> _ringward = [];
    private readonly Queue<Waiting> _serverward = [];
    private long _newest;

    /// <summary>The number of the newest flush that is not yet in the log, 0 for none.</summary>
    public long Wanted => _ringward.Count > 0 ? _newest : 0;

    public bool WaitsForServer => _serverward.Count > 0;

    public void Add(IActorRef asker, FlushTarget target) => _ringward.Enqueue(new Waiting(++_newest, asker, target, 0));

    /// <summary>Everything up to this flush is in the log, which is now so long, and on the disk unless there is a problem.</summary>
    public void OnDisk(long flush, long logOffset, string? problem)
    {
        while (_ringward.TryPeek(out var first) && first.Number <= flush)
        {
            _ringward.Dequeue();
            if (first.Target == FlushTarget.Server && problem is null)
                _serverward.Enqueue(first with { LogOffset = logOffset });
            else
                first.Answer(problem);
        }
    }

    /// <summary>The server has the log up to this offset.</summary>
    public void OnServer(long logOffset)
    {
        while (_serverward.TryPeek(out var first) && first.LogOffset <= logOffset)
            _serverward.Dequeue().Answer(null);
    }

    /// <summary>The server will not get it.</summary>
    public void FailServer(string problem)
    {
        while (_serverward.TryDequeue(out var waiting))
            waiting.Answer(problem);
    }

    /// <summary>The run ends: whoever still waits is told.</summary>
    public void FailAll(string problem)
    {
        while (_ringward.TryDequeue(out var waiting))
            waiting.Answer(problem);
        FailServer(problem);
    }

    private sealed record Waiting(long Number, IActorRef Asker, FlushTarget Target, long LogOffset)
    {
        public void Answer(string? problem) => Asker.Tell(new RunFlushed(Target, problem));
    }
}
