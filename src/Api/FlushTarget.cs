namespace WandbActors;

/// <summary>How far a flush waits for what was logged before it.</summary>
public enum FlushTarget
{
    /// <summary>Until it is in the transaction log in the run's directory.</summary>
    Disk,

    /// <summary>Until the server has confirmed it. In an offline run this is the same as <see cref="Disk"/>.</summary>
    Server,
}
