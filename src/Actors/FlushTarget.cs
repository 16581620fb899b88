namespace WandbActors;

/// <summary>How far a flush goes.</summary>
public enum FlushTarget
{
    /// <summary>Into the run's log, and the log onto the disk (fsync). An open row is closed.</summary>
    Disk = 0,

    /// <summary>As <see cref="Disk"/>, and accepted by the server. In an offline run this is the same as <see cref="Disk"/>.</summary>
    Server = 1,
}
