namespace WandbActors;

/// <summary>How sending a run to its server goes.</summary>
public enum UploadState
{
    /// <summary>The run is offline: nothing is sent until it is synced.</summary>
    Offline = 0,

    /// <summary>Sending, or waiting for more to send.</summary>
    Active = 1,

    /// <summary>The server does not answer or asks to wait: trying again.</summary>
    Waiting = 2,

    /// <summary>The server refused for good: nothing more is sent, and the log goes on growing.</summary>
    Stopped = 3,

    /// <summary>The server has everything and knows that the run has ended.</summary>
    Complete = 4,
}
