using System.Runtime.InteropServices;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The two mark slots of a row buffer. Consumer only. A mark is always written over the slot that does not hold the newest release,
/// so whenever the process is killed a whole release is left.
/// </summary>
internal sealed unsafe class MarkSlots(RowBufferFile file)
{
    private const int SequenceAt = 0, ChecksumAt = 8, KindAt = 12, PositionAt = 16, LogOffsetAt = 24, StateLengthAt = 32;
    private const uint Intent = 1, Release = 2; // part of the format
    private const long LastPosition = 1L << 60; // further than any ring gets

    private long _sequence;
    private int _newestRelease = 1;

    /// <summary>Whether a mark was found broken that no kill can have broken: writing one begins and ends with its sequence number.</summary>
    public bool AreDamaged { get; private set; }

    public void NoteIntent(in RingMark mark) => Write(1 - _newestRelease, Intent, mark);

    public void NoteRelease(in RingMark mark)
    {
        Write(1 - _newestRelease, Release, mark);
        _newestRelease = 1 - _newestRelease;
    }

    /// <summary>Goes on behind the marks of a process that has gone; returns them, or null if no release survived.</summary>
    public RingMarks? GoOn()
    {
        var (newest, older) = ReadSlots();
        _sequence = newest?.Sequence ?? 0;
        if ((newest is { Kind: Release } ? newest : older) is { Kind: Release } release)
            _newestRelease = release.Index;
        return MarksOf(newest, older);
    }

    /// <summary>The newest whole marks, or null if no release was ever noted.</summary>
    public RingMarks? Read()
    {
        var (newest, older) = ReadSlots();
        return MarksOf(newest, older);
    }

    private static RingMarks? MarksOf(Slot? newest, Slot? older) => (newest, older) switch
    {
        ({ Kind: Release }, _) => new RingMarks(newest.Mark, null),
        ({ Kind: Intent }, { Kind: Release }) => new RingMarks(older.Mark, newest.Mark),
        _ => null,
    };

    private (Slot? Newest, Slot? Older) ReadSlots()
    {
        var (first, second) = (ReadSlot(0), ReadSlot(1));
        return (first?.Sequence ?? 0) > (second?.Sequence ?? 0) ? (first, second) : (second, first);
    }

    private void Write(int index, uint kind, in RingMark mark)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mark.State.Length, MaxStateBytes);

        var slot = file.MarksStart + (index * MarkSlotBytes);
        var paddedState = (int)Align(mark.State.Length);
        Volatile.Write(ref *(long*)(slot + SequenceAt), 0);
        *(uint*)(slot + KindAt) = kind;
        *(long*)(slot + PositionAt) = mark.Position;
        *(long*)(slot + LogOffsetAt) = mark.LogOffset;
        *(long*)(slot + StateLengthAt) = mark.State.Length;
        var state = new Span<byte>(slot + MarkHeaderBytes, paddedState);
        mark.State.Span.CopyTo(state);
        state[mark.State.Length..].Clear();
        _sequence++;
        *(uint*)(slot + ChecksumAt) = ChecksumOf(slot, _sequence, paddedState);
        Volatile.Write(ref *(long*)(slot + SequenceAt), _sequence);
    }

    private Slot? ReadSlot(int index)
    {
        var slot = file.MarksStart + (index * MarkSlotBytes);
        var sequence = Volatile.Read(ref *(long*)(slot + SequenceAt));
        var length = *(long*)(slot + StateLengthAt);
        if (sequence == 0)
            return null;
        if (length is < 0 or > MaxStateBytes || *(uint*)(slot + ChecksumAt) != ChecksumOf(slot, sequence, (int)Align(length)) || !IsSound(slot))
        {
            AreDamaged = true;
            return null;
        }

        var state = new ReadOnlySpan<byte>(slot + MarkHeaderBytes, (int)length).ToArray();
        return new Slot(index, sequence, *(uint*)(slot + KindAt), new RingMark(*(long*)(slot + PositionAt), *(long*)(slot + LogOffsetAt), state));
    }

    private static bool IsSound(byte* slot) =>
        *(long*)(slot + PositionAt) is >= 0 and < LastPosition and var position && position % Alignment == 0
        && *(long*)(slot + LogOffsetAt) >= 0
        && *(uint*)(slot + KindAt) is Intent or Release;

    private static uint ChecksumOf(byte* slot, long sequence, int paddedState)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(new ReadOnlySpan<byte>(slot + PositionAt, MarkHeaderBytes - PositionAt + paddedState));
        return Checksum(*(uint*)(slot + KindAt) ^ (uint)sequence ^ (uint)(sequence >> 32), words);
    }

    private sealed record Slot(int Index, long Sequence, uint Kind, RingMark Mark);
}
