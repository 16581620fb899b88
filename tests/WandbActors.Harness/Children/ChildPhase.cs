namespace WandbActors.Harness.Children;

/// <summary>How far a child has come.</summary>
internal enum ChildPhase
{
    /// <summary>Its runtime starts: nothing of ours is done yet.</summary>
    Starting,

    /// <summary>It begins with what it is there for: a run's start, a recovery, a sync.</summary>
    Begun,

    /// <summary>The run has started, and its threads log.</summary>
    Logging,

    /// <summary>It has done all that it was to do.</summary>
    Done,
}
