namespace WandbActors;

/// <summary>What of the program's console goes into a run's <c>output.log</c>.</summary>
public enum ConsoleCapture
{
    /// <summary>Nothing; the program's console is not touched.</summary>
    Off,

    /// <summary>
    /// All that is written to <see cref="Console.Out"/> and <see cref="Console.Error"/> from the run's start to its end, besides going where it
    /// went before. Not what native code, child processes and streams from <see cref="Console.OpenStandardOutput()"/> write. Meanwhile
    /// <see cref="Console.OutputEncoding"/> cannot be changed. Text that comes faster than the log can be written is dropped and counted
    /// (<see cref="Ledger.OutputLost"/>); no write ever waits for the log.
    /// </summary>
    Wrap,
}
