namespace WandbActors.Persistence.Buffering;

/// <summary>
/// A point at which ring, log and assembler agree: items before <paramref name="Position"/> are in the log before
/// <paramref name="LogOffset"/> or in <paramref name="State"/>, the assembler's own bytes (64 KiB at most).
/// </summary>
internal readonly record struct RingMark(long Position, long LogOffset, ReadOnlyMemory<byte> State);
