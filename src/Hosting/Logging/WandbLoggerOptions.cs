namespace WandbActors.Hosting;

/// <summary>How log lines go into runs, whose <c>output.log</c> they are on the server. Also read from the configuration's <c>Logging:Wandb</c>, beside <c>Logging:Wandb:LogLevel</c>.</summary>
public sealed class WandbLoggerOptions
{
    /// <summary>Whether a line ends with the scopes that it was logged in.</summary>
    /// <value>The default is true.</value>
    public bool IncludeScopes { get; set; } = true;

    /// <summary>How many lines that are logged before the default run has started are kept for it. Those beyond are counted, and a line says so.</summary>
    /// <value>The default is 1,000. Zero keeps none.</value>
    public int MaxHeldLines { get; set; } = 1_000;
}
