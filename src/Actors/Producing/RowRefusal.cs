namespace WandbActors;

/// <summary>Why a row was not taken, as far as it matters for what its sender does next.</summary>
public enum RowRefusal
{
    /// <summary>There was no room. The same row may be told again later; a row with a number is not counted as refused.</summary>
    Full = 0,

    /// <summary>The run has ended: it takes no rows any more.</summary>
    Ended = 1,

    /// <summary>No run takes this row, whenever it comes: it is too large, or its number is none.</summary>
    Unfit = 2,
}
