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

    private long _sequence;
    private long _newestReleaseSequence;
    private int _newestRelease = 1;

    public void NoteIntent(in RingMark mark) => Write(1 - _newestRelease, Intent, mark);

    public void NoteRelease(in RingMark mark)
    {
        Write(1 - _newestRelease, Release, mark);
        _newestRelease = 1 - _newestRelease;
    }

    /// <summary>Goes on behind the marks of a process that has gone; returns them, or null if no release survived.</summary>
    public RingMarks? GoOn()
    {
        for (var index = 0; index < 2; index++)
        {
            if (ReadSlot(index) is not { } slot)
                continue;

            if (slot.Kind == Release && slot.Sequence >= _newestReleaseSequence)
                (_newestRelease, _newestReleaseSequence) = (index, slot.Sequence);
            _sequence = Math.Max(_sequence, slot.Sequence);
        }

        return Read();
    }

    /// <summary>The newest whole marks, or null if no release was ever noted. Works on what another process left behind too.</summary>
    public RingMarks? Read()
    {
        (long Sequence, uint Kind, RingMark Mark)[] newestFirst =
            [.. new[] { ReadSlot(0), ReadSlot(1) }.OfType<(long Sequence, uint Kind, RingMark Mark)>().OrderByDescending(slot => slot.Sequence)];
        var release = Array.FindIndex(newestFirst, slot => slot.Kind == Release);
        if (release < 0)
            return null;

        return new RingMarks(newestFirst[release].Mark, release > 0 ? newestFirst[0].Mark : null);
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

    private (long Sequence, uint Kind, RingMark Mark)? ReadSlot(int index)
    {
        var slot = file.MarksStart + (index * MarkSlotBytes);
        var sequence = Volatile.Read(ref *(long*)(slot + SequenceAt));
        var length = *(long*)(slot + StateLengthAt);
        if (sequence == 0 || length is < 0 or > MaxStateBytes)
            return null;
        if (*(uint*)(slot + ChecksumAt) != ChecksumOf(slot, sequence, (int)Align(length)))
            return null;

        var state = new ReadOnlySpan<byte>(slot + MarkHeaderBytes, (int)length).ToArray();
        return (sequence, *(uint*)(slot + KindAt), new RingMark(*(long*)(slot + PositionAt), *(long*)(slot + LogOffsetAt), state));
    }

    private static uint ChecksumOf(byte* slot, long sequence, int paddedState)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(new ReadOnlySpan<byte>(slot + PositionAt, MarkHeaderBytes - PositionAt + paddedState));
        return Checksum(*(uint*)(slot + KindAt) ^ (uint)sequence ^ (uint)(sequence >> 32), words);
    }
}
