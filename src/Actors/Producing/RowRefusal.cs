namespace WandbActors;

/// <summary>Why a row was not taken, as far as it matters for what its sender does next.</summary>
public enum RowRefusal
{
    /// <summary>There was no room. The same row may be told again later; a row with a number is not counted as refused.</summary>
    Full = 0,

    /// <summary>The run has ended: it takes no rows any more.</summary>
    Ended = 1,

    /// <summary>No run takes this row, whenever it comes: it is too large, or holds nothing. A later row may be.</summary>
    Unfit = 2,

    /// <summary>The run takes no row of this producer: its name or number is none, or the run has heard from too many producers. Telling it again is of no use.</summary>
    Misnumbered = 3,
}
