using System.Text;
using Microsoft.Extensions.Logging;

namespace WandbActors.Hosting.Logging;

/// <summary>
/// Writes what is logged under one category into the run of the innermost scope that is a run, else into the default run:
/// <c>info: Training.Loader[7] Epoch 3 =&gt; run ab12cd34</c>, and an exception on the lines behind it.
/// </summary>
internal sealed class WandbLogger(WandbLoggerProvider provider, RunLines lines, string category) : ILogger
{
    // Of what our actors say to Akka's log.
    private const string ActorsCategories = "WandbActors.Actors.";

    // What the runtime says about a run must not make it say more.
    private readonly bool _isOwn =
        category is RunLog.RunCategory or RunLog.HostingCategory || category.StartsWith(ActorsCategories, StringComparison.Ordinal);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && !_isOwn;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => provider.Scopes?.Push(state);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;

        var text = new StringBuilder().Append(Word(logLevel)).Append(": ").Append(category);
        if (eventId.Id != 0)
            text.Append('[').Append(eventId.Id).Append(']');
        text.Append(' ').Append(formatter(state, exception));
        var options = provider.Options;
        var reading = new ScopeReading(options.IncludeScopes ? text : null);
        provider.Scopes?.ForEachScope(static (scope, reading) => reading.Note(scope), reading);
        if (exception is not null)
            text.Append('\n').Append(exception);
        lines.Write(reading.Run, text.ToString(), logLevel >= LogLevel.Warning, options.MaxHeldLines);
    }

    // As .NET's console logger has them.
    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };

    /// <summary>What the scopes of a line say, from the outermost inwards.</summary>
    private sealed class ScopeReading(StringBuilder? text)
    {
        public Run? Run { get; private set; }

        public void Note(object? scope)
        {
            Run = scope as Run ?? Run;
            text?.Append(" => ").Append(ScopeText.Of(scope));
        }
    }
}
