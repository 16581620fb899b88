namespace WandbActors;

/// <summary>What to do when a run of the same id exists: on the server, or as a log on disk that has not been sent.</summary>
public enum ResumeMode
{
    /// <summary>Go on with it; begin a new run if there is none.</summary>
    Allow,

    /// <summary>Go on with it; fail if there is none. Needs a run id.</summary>
    Must,

    /// <summary>Fail if there is one.</summary>
    Never,

    /// <summary>Go on with the last run of this directory if it did not end well, else begin a new one.</summary>
    Auto,
}
