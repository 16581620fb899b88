namespace WandbActors.Actors.Settings;

/// <summary>When the log is forced to the disk itself, beyond handing it to the OS after each batch.</summary>
internal enum FsyncPolicy
{
    Never,
    Interval,
    EveryBatch,
}
