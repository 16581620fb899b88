using System.Numerics;
using System.Runtime.CompilerServices;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Where the ring's segments lie in the file, by their numbers. As many segments as the file has can be in it at a time, and these follow
/// each other. Any thread may look up; setting is ordered by whoever sets.
/// </summary>
internal sealed unsafe class SegmentMap
{
    private const long None = -1;

    private readonly long[] _offsets; // pinned, so that a look-up is a load and nothing else
    private readonly long* _first;
    private readonly long _indexMask;
    private readonly long _offsetMask;
    private readonly int _shift;

    public SegmentMap(RowBufferFile file)
    {
        SegmentBytes = file.SegmentBytes;
        _offsets = GC.AllocateArray<long>(file.SegmentCount, pinned: true);
        _offsets.AsSpan().Fill(None);
        _first = (long*)Unsafe.AsPointer(ref _offsets[0]);
        _indexMask = file.SegmentCount - 1;
        _offsetMask = SegmentBytes - 1;
        _shift = BitOperations.Log2((ulong)SegmentBytes);
    }

    public long SegmentBytes { get; }

    /// <summary>The offset of this position from the first segment of the file. Its segment is or was in the map.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long OffsetOf(long position) => _first[(position >> _shift) & _indexMask] + (position & _offsetMask);

    /// <summary>Whether anything is known where this position would be: its own segment, or one that was there before.</summary>
    public bool IsKnown(long position) => _first[(position >> _shift) & _indexMask] != None;

    /// <summary>From this position to the end of its segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long BytesToEnd(long position) => SegmentBytes - (position & _offsetMask);

    public long NumberOf(long position) => position >> _shift;

    public long StartOf(long number) => number << _shift;

    public void Set(long number, int place) => _first[number & _indexMask] = place * SegmentBytes;
}
