using Microsoft.Extensions.Logging;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>Throws when something is logged under one category.</summary>
internal sealed class ThrowingLoggers(string category) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Thrower(categoryName == category);

    public void Dispose()
    {
    }

    private sealed class Thrower(bool isMeant) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (isMeant)
                throw new IOException("the log is full");
        }
    }
}
