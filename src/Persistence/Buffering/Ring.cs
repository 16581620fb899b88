using System.Runtime.CompilerServices;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The ring of items: any thread publishes, one consumer frees from the tail. Publishing is one compare-and-swap on the head, the copy, and
/// the commit word; no lock, no call to the system, and no signal but when the consumer is parked or half the ring is used.
/// </summary>
/// <remarks>
/// A producer touches the mapped memory only between its swap of the head and its commit word. So closing the ring is a bit in the head
/// (no swap succeeds after it), and a producer still inside is an item without a commit word: <see cref="WaitForProducers"/> can tell
/// when the memory may go, and producers pay nothing for it.
/// </remarks>
internal sealed unsafe class Ring(RowBufferFile file, TimeSpan maxWait, RowBufferCounters counters, Action wake)
{
    private const long Closed = 1;

    private readonly RowBufferFile _file = file; // keeps the memory while a producer is inside
    private readonly byte* _start = file.RingStart;
    private readonly long _bytes = file.RingBytes;
    private readonly ulong _seed = file.Seed;
    private readonly RingRoom _room = new(maxWait, counters);
    private RingCursors _cursors;
    private int _parked;

    /// <summary>The largest item that is taken.</summary>
    public long LargestItem => _bytes / LargestItemShare;

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
            // The head before the tail: so the tails that successive heads are compared with never go back (see Signal).
            var head = Volatile.Read(ref _cursors.Head);
            var tail = Volatile.Read(ref _cursors.Tail);
            position = head;
            if ((head & Closed) != 0)
                return counters.CountRefused(AppendOutcome.RefusedClosed);

            var toEnd = _bytes - (head & (_bytes - 1));
            var padding = length <= toEnd ? 0 : toEnd;
            var end = head + padding + length;
            if (end - tail > _bytes)
            {
                if (!mayWait || !_room.Wait(this, tail, ref deadline))
                    return counters.CountRefused(AppendOutcome.RefusedFull);
            }
            else if (Interlocked.CompareExchange(ref _cursors.Head, end, head) == head)
            {
                if (padding > 0)
                    WritePadding(head, padding);
                position = head + padding;
                Write(position, draft, length, slots);
                Signal(head - tail, end - tail);
                return AppendOutcome.Accepted;
            }
        }
    }

    /// <summary>Fills or gives up the deferred slot at this position, if it still waits. Not after the memory has gone.</summary>
    public bool TrySettle(long slot, long settled)
    {
        var waiting = DeferredSlot.Waiting(slot);
        return Interlocked.CompareExchange(ref Unsafe.As<ulong, long>(ref WordAt(slot)), settled, waiting) == waiting;
    }

    /// <summary>Consumer only. Everything before the position may be overwritten.</summary>
    public void FreeUpTo(long position) => _room.Free(ref _cursors.Tail, position);

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
        var item = _start + (position & (_bytes - 1));
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

    // With one tail, the items' ends are one rising row and exactly one item crosses the half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Signal(long usedBefore, long usedAfter)
    {
        var crossesHalf = usedBefore < _bytes / 2 && usedAfter >= _bytes / 2;
        if (crossesHalf || Volatile.Read(ref _parked) != 0)
            Wake(crossesHalf);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wake(bool crossesHalf)
    {
        if (Interlocked.Exchange(ref _parked, 0) == 1 || crossesHalf)
            wake();
    }

    private ref ulong WordAt(long position) => ref *(ulong*)(_start + (position & (_bytes - 1)));
}
