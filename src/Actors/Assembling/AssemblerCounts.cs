namespace WandbActors.Actors.Assembling;

/// <summary>What an assembler has made so far, from the first item of its log on. A plain value: no row allocates to be counted.</summary>
internal record struct AssemblerCounts
{
    /// <summary>Rows taken from the ring: one for each accepted Log call.</summary>
    public long Calls;

    /// <summary>Rows whose values joined another row's record, or that had none.</summary>
    public long Merged;

    /// <summary>Of the merged rows, those whose values are all in a LogEvery window, or in the row that came of it.</summary>
    public long Folded;

    /// <summary>History records that hold only aggregates, of calls that have records of their own.</summary>
    public long Aggregates;

    /// <summary>History records written.</summary>
    public long History;

    /// <summary>Of those, rows with a step below the newest.</summary>
    public long Late;

    /// <summary>Rows that stand at the next step because theirs was none.</summary>
    public long StepsReplaced;

    /// <summary>Open rows and windows that were written before they were complete because they were too large to stay open.</summary>
    public long Split;

    /// <summary>Values that were given up or lost with their process.</summary>
    public long ValuesLost;

    /// <summary>Items that could not be read and were set aside.</summary>
    public long Poisoned;

    /// <summary>The call that the record of the open row will stand for, if there is one.</summary>
    public readonly long InOpenRow => Calls - Merged - (History - Aggregates);
}
