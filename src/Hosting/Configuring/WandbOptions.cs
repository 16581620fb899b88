namespace WandbActors.Hosting;

/// <summary>
/// What every run of a host begins with, and how the host treats its runs. What is not set here is taken from the environment (<c>WANDB_…</c>), then
/// from the settings files of W&amp;B's own tools. Read once, when the host starts: wrong options stop it, with all that is wrong in one exception.
/// </summary>
/// <remarks>
/// <see cref="RunOptions.RunId"/>, <see cref="RunOptions.Name"/>, <see cref="RunOptions.Resume"/>, <see cref="RunOptions.ForkFrom"/> and
/// <see cref="RunOptions.ResumeFrom"/> are the default run's alone.
/// </remarks>
public sealed class WandbOptions : RunOptions
{
    /// <summary>Whether the host starts a run of its own, the default run: what <c>Run</c> is when it is injected.</summary>
    /// <value>The default is true. Otherwise only <see cref="IRunFactory"/> starts runs.</value>
    public bool StartRun { get; set; } = true;

    /// <summary>
    /// How long the host waits for its runs to be written and sent when it shuts down, after all its services have stopped. What is not sent by then
    /// stays in the runs' directories.
    /// </summary>
    /// <value>The default is half of <c>HostOptions.ShutdownTimeout</c> (30 s by default). Never longer than what is left of that.</value>
    public TimeSpan? DrainTimeout { get; set; }

    /// <summary>Settings of <c>wandb { … }</c> for the host's own actor system, in HOCON: every key is in docs/settings.md.</summary>
    /// <value>None by default. With <c>AddAkka</c> the settings are that system's: give them to <c>WithWandb</c>.</value>
    public string? Hocon { get; set; }

    /// <summary>What a configuration section had that could not be read.</summary>
    internal List<string> SectionProblems { get; } = [];

    /// <summary>What another run than the default one begins with.</summary>
    internal RunOptions ForAnotherRun()
    {
        var options = Copy();
        (options.RunId, options.Name, options.Resume, options.ForkFrom, options.ResumeFrom) = (null, null, null, null, null);
        return options;
    }
}
