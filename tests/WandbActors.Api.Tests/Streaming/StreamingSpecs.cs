using Akka.Streams;

namespace WandbActors.Api.Tests.Streaming;

/// <summary>A program with runs, and an actor system in which streams run.</summary>
public abstract class StreamingSpecs : IAsyncLifetime
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private protected OfflineProgram Program { get; } = new();

    protected IMaterializer Streams => field ??= Program.System.Materializer();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Program.DisposeAsync();

    private protected static IReadOnlyList<string> ColumnOf(Run run, string name) => [.. OfflineProgram.LogOf(run).History.Select(row => row[name])];
}
