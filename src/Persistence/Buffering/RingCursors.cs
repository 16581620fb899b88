using System.Runtime.InteropServices;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Head and tail of a ring as absolute positions, each on a cache line of its own (and the one beside it, which processors fetch
/// together): producers fight for the head, only the consumer moves the tail.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 384)]
internal struct RingCursors
{
    /// <summary>Where the next item goes; its lowest bit says that the ring is closed.</summary>
    [FieldOffset(128)]
    public long Head;

    /// <summary>What lies before it is free.</summary>
    [FieldOffset(256)]
    public long Tail;
}
