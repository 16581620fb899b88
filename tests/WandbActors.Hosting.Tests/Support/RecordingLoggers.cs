using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>Keeps what is logged. Any thread.</summary>
internal sealed class RecordingLoggers : ILoggerProvider
{
    private readonly ConcurrentQueue<LoggedLine> _lines = new();

    public IReadOnlyCollection<LoggedLine> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Recorder(_lines, categoryName);

    public void Dispose()
    {
    }

    public sealed record LoggedLine(string Category, LogLevel Level, int EventId, string Text);

    private sealed class Recorder(ConcurrentQueue<LoggedLine> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(new LoggedLine(category, logLevel, eventId.Id, formatter(state, exception)));
    }
}
