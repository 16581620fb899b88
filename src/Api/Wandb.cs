using Akka.Configuration;

namespace WandbActors;

/// <summary>Where a program starts: <c>await using Run run = await Wandb.InitAsync(new RunOptions { Project = "digits" });</c></summary>
public static class Wandb
{
    /// <summary>
    /// Gives the process's own actor system settings, before its first run: <c>Wandb.Configure("wandb.buffer.size = 64 MiB")</c>. Every key of
    /// <c>wandb { … }</c>, with its default, unit and consequence, stands in docs/settings.md; <c>WANDB_ACTORS_BUFFER_SIZE</c> and its like come before it. A second call replaces the first.
    /// </summary>
    /// <param name="hocon">Settings in HOCON; what it does not name keeps its default.</param>
    /// <exception cref="WandbException">The text is no HOCON, settings in it are wrong or not known (all are listed), or a run has been started already.</exception>
    public static void Configure(string hocon)
    {
        if (!ProcessSystem.TryConfigure(Parse(hocon)))
            throw new WandbException("A run has been started already: call Wandb.Configure before the first Wandb.InitAsync, or start runs in an actor system of your own.");
    }

    /// <summary>
    /// Starts a run in an actor system that belongs to the process and is made on the first call. Offline it takes some milliseconds
    /// and touches no network; online, a server that does not answer costs nothing either: it is asked behind the program's back.
    /// </summary>
    /// <exception cref="WandbException">The options are wrong, or say online and there is no API key; the message says what to do.</exception>
    public static Task<Run> InitAsync(RunOptions? options = null, CancellationToken cancellation = default) =>
        InitAsync(ProcessSystem.Host(), options, cancellation);

    /// <summary>Starts a run in the caller's actor system: <c>await WandbExtension.For(system).InitAsync(options)</c>.</summary>
    /// <inheritdoc cref="InitAsync(RunOptions?, CancellationToken)" path="/exception"/>
    public static Task<Run> InitAsync(this WandbExtension extension, RunOptions? options = null, CancellationToken cancellation = default) =>
        InitAsync(RunHost.Of(extension), options, cancellation);

    private static Task<Run> InitAsync(RunHost host, RunOptions? options, CancellationToken cancellation) =>
        RunLauncher.LaunchAsync(host, options ?? new RunOptions(), host.Setup.Surroundings(), cancellation);

    private static Config Parse(string hocon)
    {
        try
        {
            return ConfigurationFactory.ParseString(hocon);
        }
        catch (Exception problem)
        {
            throw new WandbException($"The settings are no HOCON: {problem.Message}", problem);
        }
    }
}
