namespace WandbActors.Reliability.Tests.Model;

/// <summary>
/// One step of a history: something that a process does to one of its stores. A step that is not possible where it stands does nothing, so
/// that every list of steps is a history, and a shorter one too.
/// </summary>
/// <param name="Kind">What is done.</param>
/// <param name="Size">How much of it: 0 to 255, read by each kind in its own way.</param>
internal readonly record struct Step(StepKind Kind, byte Size)
{
    public override string ToString() => $"{Kind}({Size})";
}

/// <summary>What is done.</summary>
internal enum StepKind
{
    /// <summary>Some rows are logged, each a row of its own; they fill the ring.</summary>
    LogRows,

    /// <summary>A row is logged and left open.</summary>
    LogOpenRow,

    /// <summary>A row is logged at a step that is higher than the newest by the size.</summary>
    LogAtHigherStep,

    /// <summary>A row is logged at the newest explicit step: it joins that row, or is late.</summary>
    LogAtSameStep,

    /// <summary>A row is logged that is too large for the ring.</summary>
    LogLargeRow,

    /// <summary>A console line is handed over.</summary>
    LogConsoleLine,

    /// <summary>The metrics are defined: from then on the summary says more of them than the last value.</summary>
    Define,

    /// <summary>A thread claims its place in the ring, and dies before it has written its item.</summary>
    ClaimPlace,

    /// <summary>The buffer makes records of some items.</summary>
    Assemble,

    /// <summary>The writer notes the intent of the batch that is ready.</summary>
    NoteIntent,

    /// <summary>A part of the batch reaches the log.</summary>
    AppendPart,

    /// <summary>The batch reaches the log.</summary>
    AppendAll,

    /// <summary>The writer notes the release.</summary>
    NoteRelease,

    /// <summary>The uploader reads up to the released offset and sends what is new.</summary>
    Send,

    /// <summary>Buffer and writer are restarted in their process, from the release mark.</summary>
    Restart,
}
