namespace WandbActors;

/// <summary>Where a run's records go.</summary>
public enum RunMode
{
    /// <summary>Into the run's directory, and from there to the server while the program runs.</summary>
    Online,

    /// <summary>Into the run's directory only; <c>wandb-actors sync</c> sends them later.</summary>
    Offline,

    /// <summary>Nowhere: every call is accepted and does nothing.</summary>
    Disabled,
}
