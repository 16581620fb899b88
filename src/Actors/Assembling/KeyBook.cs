using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// The metrics of a run, numbered from 0 in the order of their first appearance, each name encoded once. The ring's own numbers lead
/// here by an array; names that found the ring's key table full, by a search. Owned by the assembler.
/// </summary>
internal sealed class KeyBook
{
    private readonly Dictionary<MetricPath, int> _numbers = [];
    private readonly HashSet<MetricPath> _outer = []; // what leads to names of several segments
    private BookedKey[] _keys = new BookedKey[64];
    private int[] _ofRing = new int[64]; // number + 1 by the ring's number; 0: not met yet

    /// <summary>How many there are.</summary>
    public int Count => _numbers.Count;

    public ref readonly BookedKey this[int number] => ref _keys[number];

    /// <summary>The number of the metric that a value of this row belongs to.</summary>
    public int NumberOf(in BufferedItem row, int index, int ringKey)
    {
        if ((uint)ringKey < (uint)_ofRing.Length && _ofRing[ringKey] is var known and > 0)
            return known - 1;

        var number = NumberOf(row.PathOf(index));
        if (ringKey == BufferedValue.Inline)
            return number;

        if (ringKey >= _ofRing.Length)
            Array.Resize(ref _ofRing, Math.Max(ringKey + 1, _ofRing.Length * 2));
        _ofRing[ringKey] = number + 1;
        return number;
    }

    /// <summary>The number of a metric.</summary>
    public int NumberOf(MetricPath path)
    {
        if (_numbers.TryGetValue(path, out var known))
            return known;

        var number = Count;
        if (number == _keys.Length)
            Array.Resize(ref _keys, number * 2);
        _keys[number] = new BookedKey(new EncodedKey(path), ReservedKeys.Of(path));
        _numbers.Add(path, number);
        NoteRelatives(path);
        return number;
    }

    private void NoteRelatives(MetricPath path)
    {
        var isRelated = _outer.Contains(path);
        for (var length = 1; length < path.Segments.Length; length++)
        {
            var outer = new MetricPath(path.Segments[..length].ToArray());
            isRelated |= _numbers.ContainsKey(outer);
            _outer.Add(outer);
        }

        // Seldom: a metric that has been a number is an object now, or the other way round.
        for (var number = 0; isRelated && number < Count; number++)
        {
            if (path.IsRelatedTo(_keys[number].Encoded.Path))
                _keys[number] = _keys[number] with { HasRelatives = true };
        }
    }
}
