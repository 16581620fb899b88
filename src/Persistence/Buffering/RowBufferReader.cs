using System.Runtime.InteropServices;
using WandbActors.Persistence.Records;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Reads the items of a row buffer in their order. One thread. On a live buffer it stops where an append is writing or a deferred value
/// is awaited; on one that was left behind it steps over what was never finished, and takes awaited values as given up.
/// </summary>
internal sealed unsafe class RowBufferReader
{
    private readonly RowBufferFile _file;
    private readonly SpillFiles _spills;
    private readonly KeyTableReader _keys;
    private readonly Ring? _ring; // these three are null for a buffer that was left behind
    private readonly HeldObjects? _held;
    private readonly RowBufferCounters? _counters;
    private readonly SegmentMap _map;
    private readonly long _end; // of a buffer that was left behind: nothing can lie further on

    /// <summary>Reads a live buffer from its start.</summary>
    public RowBufferReader(RowBufferFile file, SpillFiles spills, Ring ring, HeldObjects held, RowBufferCounters counters)
        : this(file, spills, ring.Map, isLive: true)
    {
        _ring = ring;
        _held = held;
        _counters = counters;
    }

    /// <summary>Reads what a process left behind, from its newest release on.</summary>
    public RowBufferReader(RowBufferFile file, SpillFiles spills, LeftBehindSegments segments, long? release)
        : this(file, spills, segments.Map, isLive: false)
    {
        Position = Math.Max(release ?? 0, segments.Map.StartOf(segments.First));
        _end = segments.End;
    }

    private RowBufferReader(RowBufferFile file, SpillFiles spills, SegmentMap map, bool isLive)
    {
        _file = file;
        _spills = spills;
        _map = map;
        _keys = new KeyTableReader(file, isLive);
    }

    /// <summary>Where the next item begins.</summary>
    public long Position { get; private set; }

    /// <summary>Why <see cref="TryRead"/> last found nothing.</summary>
    public ReadStop Stop { get; private set; }

    /// <summary>When the row that waits for values was logged, in ticks of UTC.</summary>
    public long WaitingSinceUtcTicks { get; private set; }

    /// <summary>Rows handed out.</summary>
    public long RowsRead { get; private set; }

    /// <summary>Records handed out, and values for the summary, which become one.</summary>
    public long RecordsRead { get; private set; }

    /// <summary>Committed items whose bytes were not whole, in the ring or in a spill file. They were stepped over.</summary>
    public long DamagedItems { get; private set; }

    /// <summary>Places where killed appends left a hole. They were stepped over.</summary>
    public long Holes { get; private set; }

    /// <summary>Numbers in the rows handed out that have lost their names, as far as <see cref="PathOf"/> was asked for them.</summary>
    public int UnknownNames => _keys.UnknownNames;

    /// <summary>Moves on to the next row or record. False: <see cref="Stop"/> says why.</summary>
    public bool TryRead(out BufferedItem item)
    {
        while (TryFindItem(out var length))
        {
            var bytes = new ReadOnlySpan<byte>(ItemAt(Position), length);
            if (!TryTakeSlots(bytes, out var slots))
                break;

            var isOpen = TryOpen(bytes, slots, out item);
            Position += length;
            if (isOpen)
                return true;
        }

        item = default;
        return false;
    }

    /// <summary>Gives up the values that the row at the cursor waits for; returns how many. A value that arrives just before stays.</summary>
    public int GiveUpDeferred(DeferredLoss reason)
    {
        if (_ring is null || Stop != ReadStop.WaitingForValues || !TryFindItem(out var length))
            return 0;

        var givenUp = 0;
        var slots = SlotsOf(new ReadOnlySpan<byte>(ItemAt(Position), length));
        var first = Position + length - DeferredSlot.FromEnd(slots.Length);
        for (var i = 0; i < slots.Length; i++)
            givenUp += _ring.TrySettle(first + (8L * i), DeferredSlot.GivenUp) ? 1 : 0;

        _counters!.CountGivenUp(reason, givenUp);
        return givenUp;
    }

    /// <summary>Goes back to an item that has not been released: a new consumer takes over there.</summary>
    public void Seek(long position) => Position = position;

    /// <summary>The path with this number.</summary>
    public MetricPath PathOf(int key) => _keys.PathOf(key);

    internal DataType? ObjectOf(long number) => _held?.Find(number);

    // The next committed item, which is then at the cursor.
    private bool TryFindItem(out int length)
    {
        if (IsCommitted(Position, out length))
            return true;

        if (_ring is null)
            return TryStepOverHole(out length);

        // The commit word was read before the head: the item may be finished by now, but none is overlooked.
        Stop = Position == _ring.Head ? ReadStop.End : ReadStop.BeingWritten;
        return false;
    }

    private bool TryStepOverHole(out int length)
    {
        for (var position = Position; position < _end; position += _map.IsKnown(position) ? Alignment : _map.BytesToEnd(position))
        {
            if (!IsCommitted(position, out length))
                continue;

            Holes++;
            Position = position;
            return true;
        }

        length = 0;
        Stop = ReadStop.End;
        return false;
    }

    // In a live ring a place that is not assigned yet still holds what was there before, if anything: nothing that fits.
    private bool IsCommitted(long position, out int length)
    {
        length = 0;
        return (_ring is not null || position < _end)
            && _map.IsKnown(position)
            && ReadableAt(position) is >= ItemHeaderBytes and var readable
            && Fits(Volatile.Read(ref *(ulong*)ItemAt(position)), position, _file.Seed, out length)
            && length <= readable;
    }

    // To the end of the segment, or of a file that was cut.
    private long ReadableAt(long position) =>
        Math.Min(_map.BytesToEnd(position), _file.Length - RingAt(_file.KeyTableBytes) - _map.OffsetOf(position));

    private bool TryTakeSlots(ReadOnlySpan<byte> bytes, out ReadOnlySpan<long> slots)
    {
        slots = SlotsOf(bytes);
        if (_ring is null)
            return true;

        foreach (ref readonly var slot in slots)
        {
            if (!DeferredSlot.IsWaiting(Volatile.Read(in slot)))
                continue;

            Stop = ReadStop.WaitingForValues;
            WaitingSinceUtcTicks = new BufferedItem(bytes, slots, this, Position, Position).UtcTicks;
            return false;
        }

        return true;
    }

    // A number of slots that cannot be is that of a damaged item, which its checksum then shows.
    private static ReadOnlySpan<long> SlotsOf(ReadOnlySpan<byte> bytes)
    {
        if ((MemoryMarshal.Read<uint>(bytes[12..]) >> 4 & DeferredFlag) == 0)
            return default;

        var words = MemoryMarshal.Cast<byte, long>(bytes);
        var count = words[^1];
        return count > 0 && count < words.Length - (RowHeaderBytes / 8) ? words[^(int)(count + 1)..^1] : default;
    }

    private bool TryOpen(ReadOnlySpan<byte> bytes, ReadOnlySpan<long> slots, out BufferedItem item)
    {
        var sealedBytes = bytes[..^DeferredSlot.TrailerBytes(slots.Length)];
        item = new BufferedItem(sealedBytes, slots, this, Position, Position + bytes.Length);
        if (item.Kind == BufferedItemKind.Padding)
            return false;

        if (IsIntact(MemoryMarshal.Cast<byte, ulong>(sealedBytes)) && item.IsSound && (item.Kind != BufferedItemKind.Spilled || TryOpenSpilled(ref item, slots)))
            return NoteRead(item);

        DamagedItems++;
        return false;
    }

    private bool TryOpenSpilled(ref BufferedItem item, ReadOnlySpan<long> slots)
    {
        var file = _spills.Read(item.SpillNumber, item.SpillLength);
        if (file is null || !IsIntact(MemoryMarshal.Cast<byte, ulong>(file)))
            return false;

        _spills.NoteRead(item.Position, item.SpillNumber);
        item = new BufferedItem(file, slots, this, item.Position, item.EndPosition);
        return item.IsSound && item.Kind != BufferedItemKind.Spilled;
    }

    private bool NoteRead(in BufferedItem item)
    {
        if (item.Kind == BufferedItemKind.Row)
            RowsRead++;
        else
            RecordsRead++;
        if (item.Kind == BufferedItemKind.Record)
            return true;

        for (var i = 0; item.HasFlag(ObjectsFlag | DeferredFlag) && i < item.Count; i++)
        {
            if (item[i].HeldNumber is var number && number != HeldObjects.None)
                _held?.NoteRead(item.Position, number);
        }

        return true;
    }

    private byte* ItemAt(long position) => _file.RingStart + _map.OffsetOf(position);
}
