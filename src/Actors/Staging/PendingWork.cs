namespace WandbActors.Actors.Staging;

/// <summary>
/// What the program has handed over and is not in the ring yet, because files have to be copied first, and how much of it was lost on the way.
/// The log's end waits for it, and gives it up when half of the time for the end is over. Any thread.
/// </summary>
internal sealed class PendingWork
{
    private readonly Lock _gate = new();
    private int _pieces;
    private long _files;
    private long _lost;
    private volatile bool _isAbandoned;

    /// <summary>Whether the log's end has something to wait for.</summary>
    public bool IsBusy => Volatile.Read(ref _pieces) > 0;

    /// <summary>Whether nobody waits any more: what is not in the ring by now will not be in the log.</summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>Artifacts and files that could not be kept, and those that were given up before they were.</summary>
    public long FilesLost
    {
        get
        {
            lock (_gate)
                return _lost + (_isAbandoned ? _files : 0);
        }
    }

    /// <param name="files">How many artifacts and files the piece of work is to keep.</param>
    public void Begin(int files)
    {
        lock (_gate)
        {
            _pieces++;
            _files += files;
        }
    }

    /// <param name="files">What it was begun with.</param>
    /// <param name="lost">How many artifacts and files it could not keep.</param>
    public void End(int files, int lost)
    {
        lock (_gate)
        {
            _pieces--;
            _files -= files;
            _lost += lost;
        }
    }

    public void Abandon() => _isAbandoned = true;
}
