namespace WandbActors;

/// <summary>
/// A run cannot be started as it was asked for: the message names each wrong setting, its value, and what to do. Thrown before
/// the first row only; once a run has started, nothing it does throws into the program, except that finishing a strict run says what was lost.
/// </summary>
public sealed class WandbException : Exception
{
    /// <summary>A problem, in words for the person who runs the program.</summary>
    public WandbException(string message) : base(message) { }

    /// <summary>A problem with what caused it.</summary>
    public WandbException(string message, Exception? cause) : base(message, cause) { }

    /// <summary>A strict run that has lost something.</summary>
    public WandbException(string message, RunReceipt receipt) : base(message) => Receipt = receipt;

    /// <summary>What became of the run, when it was strict and lost something; else <c>null</c>.</summary>
    public RunReceipt? Receipt { get; }
}
