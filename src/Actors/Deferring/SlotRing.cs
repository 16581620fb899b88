namespace WandbActors.Actors.Deferring;

/// <summary>
/// Slots that are taken and given back in about the same order. Any thread; no lock, nothing allocated. When more than half are taken, as many
/// again are made on another thread, up to a limit; when all are taken, the next one is refused.
/// </summary>
internal sealed class SlotRing<TSlot> where TSlot : class
{
    // Those of another stream may come back a little later than their neighbours: they are passed over.
    private const int Attempts = 16;

    private readonly int _segmentSlots;
    private readonly int _maxSlots;
    private readonly Func<int, TSlot> _make;
    private Segment[] _segments;
    private uint _next;
    private int _isGrowing;

    /// <param name="count">Slots that are made at once, and each time there are too few.</param>
    /// <param name="make">
    /// Makes the slot with this number; called in the order of the numbers. When it throws later than in here, there are just no more slots.
    /// </param>
    /// <param name="maxCount">Slots at most; no more than at the start by default.</param>
    public SlotRing(int count, Func<int, TSlot> make, int maxCount = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _segmentSlots = count;
        _maxSlots = Math.Max(count, maxCount);
        _make = make;
        _segments = [MakeSegment(0)];
    }

    /// <summary>Slots that there are by now.</summary>
    public int Count => Volatile.Read(ref _segments).Length * _segmentSlots;

    public TSlot? TryTake()
    {
        var segments = Volatile.Read(ref _segments);
        var count = (uint)(segments.Length * _segmentSlots);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var number = (Interlocked.Increment(ref _next) - 1) % count;
            if (TakenOf(segments, (number + (count / 2)) % count) != 0)
                Grow();
            if (Interlocked.CompareExchange(ref TakenOf(segments, number), 1, 0) == 0)
                return segments[number / (uint)_segmentSlots].Slots[number % (uint)_segmentSlots];
        }

        return null;
    }

    /// <summary>Gives the slot with this number back. What was written to it before can be relied on by whoever takes it next.</summary>
    public void GiveBack(int number) => Volatile.Write(ref TakenOf(Volatile.Read(ref _segments), (uint)number), 0);

    private ref int TakenOf(Segment[] segments, uint number) => ref segments[number / (uint)_segmentSlots].Taken[number % (uint)_segmentSlots];

    private void Grow()
    {
        if (Volatile.Read(ref _isGrowing) != 0 || Count + _segmentSlots > _maxSlots || Interlocked.Exchange(ref _isGrowing, 1) != 0)
            return;

        ThreadPool.UnsafeQueueUserWorkItem(static ring => ring.AddSegment(), this, preferLocal: false);
    }

    private void AddSegment()
    {
        try
        {
            var segments = _segments;
            Volatile.Write(ref _segments, [.. segments, MakeSegment(segments.Length * _segmentSlots)]);
            Volatile.Write(ref _isGrowing, 0);
        }
        catch (Exception)
        {
            // No memory for more: those that there are must do, and nobody tries again.
        }
    }

    private Segment MakeSegment(int first)
    {
        var slots = new TSlot[_segmentSlots];
        for (var index = 0; index < slots.Length; index++)
            slots[index] = _make(first + index);
        return new Segment(slots, new int[_segmentSlots]);
    }

    private sealed record Segment(TSlot[] Slots, int[] Taken);
}
