namespace WandbActors.Cli.Reading;

/// <summary>What was read of a log.</summary>
internal enum WalkStep
{
    Row,
    Record,

    /// <summary>There is nothing more, or not yet.</summary>
    End,
}
