using WandbActors.Actors.Assembling;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors;

/// <summary>
/// What one run consists of: its identity, its directory, its ring and where it is sent. Made once at the start, shared by the run's
/// actors and the program; outlives any actor's restart. Everything in it may be used from any thread.
/// </summary>
internal sealed class RunSession : IDisposable
{
    private readonly CancellationTokenSource _stopRequested = new();

    public required RunId Id { get; init; }

    /// <summary>The log's own identity, kept in its header record: the bookmark belongs to it.</summary>
    public required Guid LogGuid { get; init; }

    public required RunDirectory Directory { get; init; }

    public required RowBuffer Buffer { get; init; }

    public required RunClock Clock { get; init; }

    public required WandbSettings Settings { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The first step that a row without a step takes.</summary>
    public long StartingStep { get; init; }

    /// <summary>Where the run is sent; <c>null</c> for an offline run.</summary>
    public UploadTarget? Target { get; init; }

    /// <summary>How long finishing waits for the server.</summary>
    public TimeSpan FinishTimeout { get; init; }

    /// <summary>The last values and sampled points of each metric, for the report at the end.</summary>
    public MetricSampler Sampler { get; } = new();

    /// <summary>Cancelled when the server asks the run to stop.</summary>
    public CancellationToken StopRequested => _stopRequested.Token;

    /// <summary>Passes on the server's wish; repeating it does nothing.</summary>
    public void RequestStop() => _stopRequested.Cancel();

    /// <summary>Gives the ring's memory back. Call it when the run's actors have ended.</summary>
    public void Dispose()
    {
        Buffer.Dispose();
        _stopRequested.Dispose();
    }
}
