namespace WandbActors.Actors.Producing;

/// <summary>
/// A producer's rows of which it is not known yet that the run has them, in order: those under way, whose first is the one behind the last
/// settled, and behind them those not sent. Owned by the sender; decides nothing by time.
/// </summary>
internal sealed class RowWindow(string producer, int maxWaiting, int maxUnderWay)
{
    private readonly Queue<LogRow> _underWay = [];
    private readonly Queue<LogRow> _unsent = [];
    private long _unfit; // of this name's

    public string Producer { get; private set; } = producer;

    /// <summary>All rows up to this number are settled.</summary>
    public long Settled { get; private set; }

    public int Waiting => _underWay.Count + _unsent.Count;

    public int UnderWay => _underWay.Count;

    public bool TryAdd(LogRow row)
    {
        if (Waiting >= maxWaiting)
            return false;

        _unsent.Enqueue(row);
        return true;
    }

    /// <summary>The rows that may go now for the first time.</summary>
    public IEnumerable<LogRow> Send()
    {
        while (_underWay.Count < maxUnderWay && _unsent.TryDequeue(out var row))
        {
            _underWay.Enqueue(row);
            yield return Numbered(row, _underWay.Count);
        }
    }

    /// <summary>The rows that are under way, once more.</summary>
    public IEnumerable<LogRow> SendAgain() => _underWay.Select((row, index) => Numbered(row, index + 1));

    /// <summary>What the run has said. Returns how many rows that settles, and how many of them no run takes; an old answer, or one to another name, settles none.</summary>
    public (int Rows, int Unfit) Take(RowKept kept)
    {
        if (kept.Producer != Producer || kept.Sequence <= Settled || kept.Sequence > Settled + _underWay.Count)
            return (0, 0);

        var rows = (int)(kept.Sequence - Settled);
        for (var i = 0; i < rows; i++)
            _underWay.Dequeue();
        Settled = kept.Sequence;
        var unfit = (int)(kept.Unfit - _unfit);
        _unfit = kept.Unfit;
        return (rows, unfit);
    }

    /// <summary>Another attempt at the run knows nothing of the numbers: what is not settled begins anew, under another name.</summary>
    public void BeginAnew(string producer)
    {
        (Producer, Settled, _unfit) = (producer, 0, 0);
        foreach (var row in _unsent)
            _underWay.Enqueue(row);
        _unsent.Clear();
        while (_underWay.TryDequeue(out var row))
            _unsent.Enqueue(row);
    }

    /// <summary>Forgets all that waits, and returns how many that were. What comes later has another name: some of these may have arrived.</summary>
    public int Clear(string producer)
    {
        var rows = Waiting;
        _underWay.Clear();
        _unsent.Clear();
        BeginAnew(producer);
        return rows;
    }

    private LogRow Numbered(LogRow row, int place) => row with { Number = new RowNumber(Producer, Settled + place) };
}
