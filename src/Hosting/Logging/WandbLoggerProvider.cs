using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WandbActors.Hosting.Logging;

/// <summary>Brings what an application logs into its runs' <c>output.log</c>. What the runtime itself has to say is none of that.</summary>
[ProviderAlias("Wandb")]
internal sealed class WandbLoggerProvider(RunLines lines, IOptionsMonitor<WandbLoggerOptions> options) : ILoggerProvider, ISupportExternalScope
{
    /// <summary>The scopes of all loggers.</summary>
    public IExternalScopeProvider? Scopes { get; private set; }

    public WandbLoggerOptions Options => options.CurrentValue;

    public ILogger CreateLogger(string categoryName) => new WandbLogger(this, lines, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    public void Dispose()
    {
    }
}
