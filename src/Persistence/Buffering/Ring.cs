using System.Runtime.CompilerServices;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The ring of items: any thread publishes, one consumer frees from the tail. Publishing is one compare-and-swap on the head, the copy, and
/// the commit word; no lock, no call to the system, and no signal but when the consumer is parked or a new segment is begun.
/// </summary>
/// <remarks>
/// The ring is made of segments (<see cref="RingSegments"/>); producers know only up to where they are assigned, and where each one lies.
/// A producer touches the mapped memory only between its swap of the head and its commit word. So closing the ring is a bit in the head
/// (no swap succeeds after it), and a producer still inside is an item without a commit word: <see cref="WaitForProducers"/> can tell
/// when the memory may go, and producers pay nothing for it.
/// </remarks>
internal sealed unsafe class Ring
{
    private const long Closed = 1;

    private readonly RowBufferFile _file; // keeps the memory while a producer is inside
    private readonly RowBufferCounters _counters;
    private readonly Action _wake;
    private readonly RingSegments _segments;
    private readonly SegmentMap _map;
    private readonly RingRoom _room;
    private readonly ClosedGate _gate = new();
    private readonly byte* _start;
    private readonly ulong _seed;
    private RingCursors _cursors;
    private int _parked;

    public Ring(RowBufferFile file, TimeSpan maxWait, RowBufferCounters counters, Action wake)
    {
        _file = file;
        _counters = counters;
        _wake = wake;
        _segments = new RingSegments(file);
        _map = _segments.Map;
        _room = new RingRoom(this, _segments, maxWait, counters);
        _start = file.RingStart;
        _seed = file.Seed;
        _room.Begin(ref _cursors.Limit);
    }

    public SegmentMap Map => _map;

    /// <summary>The largest item that is taken.</summary>
    public long LargestItem => _map.SegmentBytes / LargestItemShare;

    /// <summary>Bytes that the ring can hold in all, as far as is known.</summary>
    public long Capacity => _segments.Capacity;

    /// <summary>Bytes of the segments that are assigned.</summary>
    public long AssignedBytes => Volatile.Read(ref _cursors.Limit) - _map.StartOf(_map.NumberOf(Tail));

    public long Head => Volatile.Read(ref _cursors.Head) & ~Closed;

    public long Tail => Volatile.Read(ref _cursors.Tail);

    public bool IsClosed => (Volatile.Read(ref _cursors.Head) & Closed) != 0;

    /// <summary>
    /// Copies the item into the ring, behind its commit word and in front of its waiting slots. Any thread. The draft is no longer
    /// than <see cref="LargestItem"/> with its slots, its length a multiple of 16.
    /// </summary>
    public AppendOutcome Publish(ReadOnlySpan<byte> draft, int slots, bool mayWait, out long position)
    {
        var length = draft.Length + DeferredSlot.TrailerBytes(slots);
        var deadline = 0L;
        while (true)
        {
            var head = Volatile.Read(ref _cursors.Head);
            var limit = Volatile.Read(ref _cursors.Limit);
            position = head;
            if ((head & Closed) != 0)
                return RefuseClosed(mayWait);

            var toEnd = _map.BytesToEnd(head);
            var padding = length <= toEnd ? 0 : toEnd;
            var end = head + padding + length;
            if (end > limit)
            {
                if (!_room.TryRaisePast(ref _cursors.Limit, limit) && !(mayWait && _room.Wait(ref _cursors.Limit, limit, ref deadline)))
                    return _counters.CountRefused(AppendOutcome.RefusedFull);
            }
            else if (Interlocked.CompareExchange(ref _cursors.Head, end, head) == head)
            {
                if (padding > 0)
                    WritePadding(head, padding);
                position = head + padding;
                Write(position, draft, length, slots);
                Signal(position);
                return AppendOutcome.Accepted;
            }
        }
    }

    /// <summary>For appends to a ring that is closed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public AppendOutcome RefuseClosed(bool mayWait)
    {
        if (mayWait)
            _gate.Wait();
        return _counters.CountRefused(AppendOutcome.RefusedClosed);
    }

    /// <summary>What becomes of appends to a ring that is closed.</summary>
    public ClosedGate Gate => _gate;

    /// <summary>From the close on, appends that may wait are held back for so long before they are refused: the process is ending.</summary>
    public void HoldAfterClose(TimeSpan bound) => _gate.Hold(bound);

    /// <summary>Fills or gives up the deferred slot at this position, if it still waits. Not after the memory has gone.</summary>
    public bool TrySettle(long slot, long settled)
    {
        var waiting = DeferredSlot.Waiting(slot);
        return Interlocked.CompareExchange(ref Unsafe.As<ulong, long>(ref WordAt(slot)), settled, waiting) == waiting;
    }

    /// <summary>Whether the deferred slot at this position still waits. Not after the memory has gone.</summary>
    public bool IsWaiting(long slot) => Volatile.Read(ref Unsafe.As<ulong, long>(ref WordAt(slot))) == DeferredSlot.Waiting(slot);

    /// <summary>Consumer only. Everything before the position may be overwritten.</summary>
    public void FreeUpTo(long position) => _room.Free(ref _cursors.Tail, ref _cursors.Limit, position);

    /// <summary>Makes room ahead of the head, so that appends need not. Any thread but one that trains, until the ring is disposed.</summary>
    public void MakeRoom() => _room.Make(ref _cursors.Limit);

    /// <summary>
    /// Consumer only. Parks it if it has read everything: the next append wakes it, once. Parked, then head: an append either
    /// moved the head before we look, or sees us parked after.
    /// </summary>
    public bool TryPark(long position)
    {
        Interlocked.Exchange(ref _parked, 1);
        if (Head == position)
            return true;

        // The append that took the word away has sent its wake-up; as far as it is concerned we are parked.
        return Interlocked.Exchange(ref _parked, 0) == 0;
    }

    /// <summary>Refuses all appends from here on, and those that wait. Any thread, any number of times.</summary>
    public void Close()
    {
        Interlocked.Or(ref _cursors.Head, Closed);
        _room.Wake();
    }

    /// <summary>Consumer only, after <see cref="Close"/>. Whether every producer has left the ring's memory, which takes nanoseconds.</summary>
    public bool WaitForProducers(TimeSpan bound)
    {
        var position = Tail;
        return SpinWait.SpinUntil(
            () =>
            {
                while (position < Head && Fits(Volatile.Read(ref WordAt(position)), position, _seed, out var length))
                    position += length;
                return position >= Head;
            },
            bound);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(long position, ReadOnlySpan<byte> draft, int length, int slots)
    {
        var item = _start + _map.OffsetOf(position);
        draft.CopyTo(new Span<byte>(item, draft.Length));
        if (slots > 0)
            WriteSlots(position, length, slots);
        Volatile.Write(ref *(ulong*)item, CommitWord(position, length, _seed));
    }

    private void WriteSlots(long position, int length, int slots)
    {
        var first = position + length - DeferredSlot.FromEnd(slots);
        for (var slot = first; slot < first + 8L * slots; slot += 8)
            WordAt(slot) = (ulong)DeferredSlot.Waiting(slot);
        WordAt(position + length - 8) = (ulong)slots;
    }

    private void WritePadding(long position, long length)
    {
        Unsafe.Add(ref WordAt(position), 1) = (ulong)ItemHead(BufferedItemKind.Padding, 0, 0) << 32;
        Volatile.Write(ref WordAt(position), CommitWord(position, length, _seed));
    }

    // Exactly one item begins a segment. The first of all finds the consumer awake or parked.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Signal(long position)
    {
        if (_map.BytesToEnd(position) == _map.SegmentBytes || Volatile.Read(ref _parked) != 0)
            Wake(position);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wake(long position)
    {
        var beginsSegment = position > 0 && _map.BytesToEnd(position) == _map.SegmentBytes;
        if (Interlocked.Exchange(ref _parked, 0) == 1 || beginsSegment)
            _wake();
    }

    private ref ulong WordAt(long position) => ref *(ulong*)(_start + _map.OffsetOf(position));
}
