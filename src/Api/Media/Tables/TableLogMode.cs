namespace WandbActors;

/// <summary>What becomes of a table that is logged more than once.</summary>
public enum TableLogMode
{
    /// <summary>It is logged as it was the first time, and takes no rows after that: the default.</summary>
    Immutable,

    /// <summary>Each time all of it is logged, as a new version.</summary>
    Mutable,

    /// <summary>Each time the rows that were added since the last time are logged.</summary>
    Incremental,
}
