using System.Buffers.Binary;
using System.Runtime.InteropServices;
using WandbActors.Persistence.Records;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// One row or record as it lies in the ring, or in its spill file. Valid until the buffer is released up to <see cref="EndPosition"/>.
/// </summary>
internal readonly ref struct BufferedItem
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<long> _slots;
    private readonly RowBufferReader _reader;

    public BufferedItem(ReadOnlySpan<byte> bytes, ReadOnlySpan<long> slots, RowBufferReader reader, long position, long endPosition)
    {
        _bytes = bytes;
        _slots = slots;
        _reader = reader;
        Position = position;
        EndPosition = endPosition;
    }

    public long Position { get; }

    /// <summary>Where the next item begins: the position of a mark that has this item behind it.</summary>
    public long EndPosition { get; }

    /// <summary>Whether its fixed parts lie within it. What these refer to is checked when it is asked for.</summary>
    public bool IsSound => Kind switch
    {
        BufferedItemKind.Row or BufferedItemKind.SummaryValues => _bytes.Length - RowHeaderBytes >= Count * (EntryBytes + (HasFlag(NamesInlineFlag) ? 8L : 0)),
        BufferedItemKind.Record => _bytes.Length >= RecordHeaderBytes && (ulong)LongAt(16) <= (ulong)(_bytes.Length - RecordHeaderBytes),
        BufferedItemKind.Spilled => _bytes.Length >= SpilledBytes,
        _ => false,
    };

    public BufferedItemKind Kind => (BufferedItemKind)(Head & 0xF);

    /// <summary>When the row was logged, in ticks of UTC.</summary>
    public long UtcTicks => LongAt(16);

    public long? Step => LongAt(24) is var step && step == NoStep ? null : step;

    /// <summary>Whether the row closes its step.</summary>
    public bool Commit => HasFlag(CommitFlag);

    /// <summary>The number of values.</summary>
    public int Count => (int)(Head >> 8);

    /// <summary>The protobuf bytes of a record.</summary>
    public ReadOnlySpan<byte> RecordBytes => _bytes.Slice(RecordHeaderBytes, (int)LongAt(16));

    /// <summary>The values' entries as they lie in the ring, two words each: key and kind, then the number.</summary>
    public ReadOnlySpan<ulong> Entries => MemoryMarshal.Cast<byte, ulong>(_bytes.Slice(RowHeaderBytes, Count * EntryBytes));

    /// <summary>The kind in an entry's first word.</summary>
    public static MetricValueKind KindOf(ulong entry) => (MetricValueKind)(entry >> 32);

    public BufferedValue this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            var key = (int)UIntAt(EntryAt(index));
            var kind = (MetricValueKind)UIntAt(EntryAt(index) + 4);
            var payload = LongAt(EntryAt(index) + 8);
            return kind switch
            {
                MetricValueKind.Text or MetricValueKind.Json => new BufferedValue { Key = key, Kind = kind, Utf8 = Referenced(payload) },
                MetricValueKind.Object => ObjectOf(key, payload),
                MetricValueKind.Deferred => Settled(key, _slots[(int)payload]),
                _ => new BufferedValue { Key = key, Kind = kind, Bits = payload },
            };
        }
    }

    /// <summary>The path of the value with this index, wherever it stands.</summary>
    public MetricPath PathOf(int index)
    {
        var key = UIntAt(EntryAt(index));
        return key == InlineKey
            ? PathBytes.Read(Referenced(LongAt(RowHeaderBytes + (Count * EntryBytes) + (8 * index))))
            : _reader.PathOf((int)key);
    }

    /// <summary>The number of a spilled item's file.</summary>
    public long SpillNumber => LongAt(24);

    /// <summary>The length of a spilled item's file.</summary>
    public long SpillLength => LongAt(32);

    public bool HasFlag(uint flag) => ((Head >> 4) & flag) != 0;

    private uint Head => UIntAt(12);

    private BufferedValue ObjectOf(int key, long number) =>
        new() { Key = key, Kind = MetricValueKind.Object, Object = _reader.ObjectOf(number), HeldNumber = number };

    private BufferedValue Settled(int key, long slot)
    {
        if (DeferredSlot.TryGetNumber(slot, out var kind, out var bits))
            return new BufferedValue { Key = key, Kind = kind, Bits = bits };

        return DeferredSlot.IsHeld(slot, out var number)
            ? ObjectOf(key, number)
            : new BufferedValue { Key = key, Kind = MetricValueKind.Float64, Bits = DeferredSlot.GivenUp, IsGivenUp = true };
    }

    private static int EntryAt(int index) => RowHeaderBytes + (index * EntryBytes);

    private ReadOnlySpan<byte> Referenced(long reference) => _bytes.Slice((int)reference, (int)(reference >> 32));

    private uint UIntAt(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[offset..]);

    private long LongAt(int offset) => BinaryPrimitives.ReadInt64LittleEndian(_bytes[offset..]);
}
