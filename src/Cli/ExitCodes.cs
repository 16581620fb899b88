namespace WandbActors.Cli;

/// <summary>What the tool ends with. Part of its interface: scripts depend on it.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Not everything was done; what was said tells what to do.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong, and nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>A run is being logged, sent or recovered by another process: it was left alone.</summary>
    public const int InUse = 3;

    /// <summary>Ctrl-C: 128 and the number of the signal, as shells count.</summary>
    public const int Interrupted = 130;
}
