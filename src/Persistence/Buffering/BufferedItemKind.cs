namespace WandbActors.Persistence.Buffering;

/// <summary>What an item of the ring is. The numbers are part of the format.</summary>
internal enum BufferedItemKind : byte
{
    /// <summary>One <c>Log</c> call.</summary>
    Row = 1,

    /// <summary>A ready-encoded <c>Record</c> without its number.</summary>
    Record = 2,

    /// <summary>Fills the ring's end; a reader never hands it out.</summary>
    Padding = 3,

    /// <summary>Stands for a row or record in a spill file; a reader hands out that.</summary>
    Spilled = 4,

    /// <summary>Values that were set in the summary: laid out as a row.</summary>
    SummaryValues = 5,
}
