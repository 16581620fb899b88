namespace WandbActors.Persistence.Buffering;

/// <summary>What the two mark slots say: the newest release, and the intent that was noted after it, if any.</summary>
internal readonly record struct RingMarks(RingMark Release, RingMark? Intent);
