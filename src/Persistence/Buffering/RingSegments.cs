namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The segments of a live ring: which are assigned, free, or not even allocated yet. Guarded by <see cref="RingRoom"/>'s lock, but
/// for the map, in which a segment stands before any producer may use it.
/// </summary>
/// <remarks>
/// Segments, not laps, so that the ring grows at once although the oldest item may stay for long. A segment that has just been freed is used
/// again first: the processor's caches still hold it. Memory is never given back.
/// </remarks>
internal sealed unsafe class RingSegments
{
    private readonly RowBufferFile _file;
    private readonly int[] _places; // in the file, by number
    private readonly Stack<int> _free;
    private int _used; // places of the file that were ever used
    private long _oldest;
    private long _next;

    public RingSegments(RowBufferFile file)
    {
        _file = file;
        _places = new int[file.SegmentCount];
        _free = new Stack<int>(file.SegmentCount);
        Map = new SegmentMap(file);
        Capacity = file.RingBytes;
    }

    public SegmentMap Map { get; }

    /// <summary>Bytes that can be had in all: the ring's, or if memory for more was refused, what it has.</summary>
    public long Capacity { get; private set; }

    /// <summary>
    /// Assigns the next segment; false if all are in use and no more memory is to be had. Memory that was refused is asked for
    /// again only if <paramref name="asksAgain"/>, for that takes the system some time.
    /// </summary>
    public bool TryAssign(bool asksAgain)
    {
        if (!_free.TryPop(out var place) && !TryTakeFresh(asksAgain, out place))
            return false;

        _places[_next % _places.Length] = place;
        Map.Set(_next, place);
        Volatile.Write(ref _file.SegmentTable[place], _next + 1);
        _next++;
        return true;
    }

    /// <summary>Takes back what lies wholly before this position.</summary>
    public void FreeBefore(long position)
    {
        for (; _oldest < Map.NumberOf(position); _oldest++)
        {
            var place = _places[_oldest % _places.Length];
            Volatile.Write(ref _file.SegmentTable[place], 0);
            _free.Push(place);
        }
    }

    private bool TryTakeFresh(bool asksAgain, out int place)
    {
        place = _used;
        if (_used == _places.Length || (Capacity < _file.RingBytes && !asksAgain))
            return false;

        var isAllocated = _file.TryAllocate(place);
        Capacity = isAllocated ? _file.RingBytes : _used * Map.SegmentBytes;
        _used += isAllocated ? 1 : 0;
        return isAllocated;
    }
}
