using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// The plain rows that were written last: a training loop logs the same few over and over. A row is found by comparing words, where its names
/// would have to be looked up one by one. Owned by the assembler.
/// </summary>
internal sealed class PlainRows(KeyBook keys, MetricTracks tracks, LogWindows windows)
{
    private const int Capacity = 8;
    private const int MaxValues = 1024; // of one row: comparing names two by two takes their square

    private readonly PlainRow[] _rows = [.. Enumerable.Range(0, Capacity).Select(_ => new PlainRow())];
    private int _newest;

    /// <summary>The plain row that this is one of, if it is known.</summary>
    public PlainRow? Find(ReadOnlySpan<ulong> entries)
    {
        if (!windows.IsEmpty)
            return null;
        if (_rows[_newest].Fits(entries, tracks.Version))
            return _rows[_newest];

        for (var i = 0; i < Capacity; i++)
        {
            if (_rows[i].Fits(entries, tracks.Version))
            {
                _newest = i;
                return _rows[i];
            }
        }

        return null;
    }

    /// <summary>A row was not known, and has just been written value by value. In place of another one it is known from now on, if it is plain.</summary>
    public void Remember(in BufferedItem row)
    {
        if (row.Count > MaxValues || !windows.IsEmpty || !tracks.Steps.AreComplete)
            return;

        var next = (_newest + 1) % Capacity;
        if (_rows[next].TryBecome(row, keys, tracks.Version))
            _newest = next;
    }
}
