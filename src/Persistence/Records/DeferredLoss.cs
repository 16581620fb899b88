namespace WandbActors;

/// <summary>Why a deferred value was given up.</summary>
public enum DeferredLoss
{
    /// <summary>Whoever was to deliver it could not: the device or the call failed.</summary>
    Failed,

    /// <summary>It had not come within <c>wandb.deferred.timeout</c>.</summary>
    TimedOut,

    /// <summary>Half of the memory buffer waited behind it.</summary>
    BufferFull,

    /// <summary>Too many values of its device were under way already.</summary>
    DeviceFull,

    /// <summary>The run ended before it came.</summary>
    RunEnded,
}
