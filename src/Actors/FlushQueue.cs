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
    private long _assembled;
    private long _syncing;

    /// <summary>The number of the newest flush that is not yet on the disk, 0 for none.</summary>
    public long Wanted => _ringward.Count > 0 ? _newest : 0;

    /// <summary>Whether somebody asked for a flush that has not even left the ring.</summary>
    public bool AwaitsRing => Wanted > Math.Max(_assembled, _syncing);

    public bool WaitsForServer => _serverward.Count > 0;

    public void Add(IActorRef asker, FlushTarget target) => _ringward.Enqueue(new Waiting(++_newest, asker, target, 0));

    /// <summary>Records have been made of everything up to this flush; 0 says nothing.</summary>
    public void Assembled(long flush) => _assembled = Math.Max(_assembled, flush);

    /// <summary>Whether there is a flush to force onto the disk, now that all records that were made are in the log. One at a time.</summary>
    public bool TryBeginSync()
    {
        if (_assembled == 0 || _syncing != 0)
            return false;

        _syncing = _assembled;
        _assembled = 0;
        return true;
    }

    /// <summary>The disk will not answer: what was begun is to be begun again.</summary>
    public void BeginSyncAgain()
    {
        Assembled(_syncing);
        _syncing = 0;
    }

    /// <summary>What was begun is on the disk, unless there is a problem; the log is now so long.</summary>
    public void OnDisk(long logOffset, string? problem)
    {
        var flush = _syncing;
        _syncing = 0;
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
