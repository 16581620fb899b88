using System.Runtime.InteropServices;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// A ring's positions, each on a cache line of its own (and the one beside it, which processors fetch together): producers fight for
/// the head and read the limit, which seldom changes; only the consumer moves the tail.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal struct RingCursors
{
    /// <summary>Where the next item goes; its lowest bit says that the ring is closed.</summary>
    [FieldOffset(128)]
    public long Head;

    /// <summary>No item may end behind it: so far segments are assigned. Only raised.</summary>
    [FieldOffset(256)]
    public long Limit;

    /// <summary>What lies before it is free.</summary>
    [FieldOffset(384)]
    public long Tail;
}
