using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// A row of numbers whose names the assembler knows all about: the next row with the same names in the same order needs no search. Its arrays
/// are used again for another one. Owned by the assembler.
/// </summary>
internal sealed class PlainRow
{
    private ulong[] _entries = []; // as in the ring: key and kind of each value
    private int[] _keys = [];
    private int _count = -1;
    private int _version;

    /// <summary>The metrics' numbers in the key book, in the row's order.</summary>
    public ReadOnlySpan<int> Keys => _keys.AsSpan(0, _count);

    /// <summary>Whether a row with these entries has the same names and kinds, and nothing has been defined since.</summary>
    public bool Fits(ReadOnlySpan<ulong> entries, int version)
    {
        if (entries.Length != 2 * _count || version != _version)
            return false;

        for (var i = 0; i < _count; i++)
        {
            if (entries[2 * i] != _entries[i])
                return false;
        }

        return true;
    }

    /// <summary>Becomes this row. False: its names do not stand each for one number of its own.</summary>
    public bool TryBecome(in BufferedItem row, KeyBook keys, int version)
    {
        var entries = row.Entries;
        _count = -1; // until it is whole
        if (_keys.Length < row.Count)
            (_entries, _keys) = (new ulong[row.Count], new int[row.Count]);
        for (var i = 0; i < row.Count; i++)
        {
            if (BufferedItem.KindOf(entries[2 * i]) > MetricValueKind.Bool || row[i].Key == BufferedValue.Inline)
                return false;

            var key = keys.NumberOf(row, i, row[i].Key);
            if (keys[key].Reserved != ReservedKey.None || _keys.AsSpan(0, i).Contains(key))
                return false;
            (_entries[i], _keys[i]) = (entries[2 * i], key);
        }

        (_count, _version) = (row.Count, version);
        return true;
    }
}
