namespace WandbActors.Cli.Listing;

/// <summary>What has become of a run, as far as its log and its lock say. The names are those of <c>ls</c>.</summary>
internal enum RunCondition
{
    /// <summary>Somebody logs it just now.</summary>
    Running,

    /// <summary>It ended with exit code 0.</summary>
    Finished,

    /// <summary>It ended with another exit code; one that was interrupted and recovered too.</summary>
    Failed,

    /// <summary>Its log has no end, and nobody here writes it: it was interrupted, or it goes on elsewhere.</summary>
    Crashed,

    /// <summary>Its log names no run, or cannot be read from its start.</summary>
    Unreadable,
}
