namespace WandbActors.TestKit;

/// <summary>A part of a run that can be made to fail.</summary>
public enum RunPart
{
    /// <summary>The run's own actor, and with it all others of the run.</summary>
    Run,

    /// <summary>The one that makes records of what is in the row buffer.</summary>
    Buffer,

    /// <summary>The one that writes the log.</summary>
    FileWriter,

    /// <summary>The one that sends the log to the server.</summary>
    Uploader,
}
