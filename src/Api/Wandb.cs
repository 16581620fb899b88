using WandbActors.Surroundings;

namespace WandbActors;

/// <summary>Where a program starts: <c>await using Run run = await Wandb.InitAsync(new RunOptions { Project = "digits" });</c></summary>
public static class Wandb
{
    /// <summary>
    /// Starts a run in an actor system that belongs to the process and is made on the first call. Offline it takes some milliseconds
    /// and touches no network; online, a server that does not answer costs nothing either: it is asked behind the program's back.
    /// </summary>
    /// <exception cref="WandbException">The options are wrong, or say online and there is no API key; the message says what to do.</exception>
    public static Task<Run> InitAsync(RunOptions? options = null, CancellationToken cancellation = default) =>
        InitAsync(WandbExtension.For(ProcessSystem.Value), options, cancellation);

    /// <summary>Starts a run in the caller's actor system: <c>await WandbExtension.For(system).InitAsync(options)</c>.</summary>
    /// <inheritdoc cref="InitAsync(RunOptions?, CancellationToken)" path="/exception"/>
    public static Task<Run> InitAsync(this WandbExtension extension, RunOptions? options = null, CancellationToken cancellation = default) =>
        RunLauncher.LaunchAsync(extension, options ?? new RunOptions(), ProcessSurroundings.Read(), cancellation);
}
