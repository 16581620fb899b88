namespace WandbActors.Persistence.Buffering;

/// <summary>What became of an append. Whatever is refused is counted by its reason and leaves nothing behind.</summary>
internal enum AppendOutcome
{
    /// <summary>In the ring: a later kill of the process does not lose it.</summary>
    Accepted = 0,

    /// <summary>The ring was full for the whole wait, or an earlier append's wait had run out. Later ones may succeed.</summary>
    RefusedFull,

    /// <summary>The buffer was closed. None will succeed.</summary>
    RefusedClosed,

    /// <summary>The item is larger than any item may be. It will never succeed.</summary>
    RefusedTooLarge,

    /// <summary>The item is too large for the ring and its spill file could not be written. Later ones may succeed.</summary>
    RefusedByDisk,

    /// <summary>What was to be logged has no names. It never got to the buffer, which only counts it.</summary>
    RefusedNotARow,
}
