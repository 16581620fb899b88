namespace WandbActors.Actors.Assembling;

/// <summary>How far an assembler has come: what it carries besides the open row and the summary. A plain value.</summary>
internal record struct AssemblerProgress
{
    /// <summary>The run's time.</summary>
    public RunClock Clock;

    /// <summary>What has been made.</summary>
    public AssemblerCounts Counts;

    /// <summary>The number of the next record; the first is 1.</summary>
    public long NextRecord;

    /// <summary>The step of the next row without a step, and of the open row.</summary>
    public long NextStep;

    /// <summary>The highest step of a row that is written.</summary>
    public long NewestStep;

    /// <summary>Whether the log has definitions of metrics: then what is known of its rows must be read again.</summary>
    public bool HasDefinitions;

    /// <summary>Whether the end of the run has been written: nothing may follow.</summary>
    public bool HasEnded;
}
