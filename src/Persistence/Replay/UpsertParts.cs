namespace WandbActors.Persistence.Replay;

/// <summary>
/// The parts of an UpsertBucket that have changed. The first one for a run carries both; a part that has not changed is sent as nulls.
/// </summary>
[Flags]
internal enum UpsertParts
{
    None = 0,

    /// <summary>The run's own fields: names, tags, notes and the like.</summary>
    Run = 1,

    /// <summary>The config with its book-keeping.</summary>
    Config = 2,
}
