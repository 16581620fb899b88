using WandbActors.Persistence.Buffering;
using WandbActors.Testing;

namespace WandbActors.Actors.Tests.Support;

/// <summary>A small ring in a directory of its own, which does not wait when it is full; both are removed after.</summary>
internal sealed class SomeRing : IDisposable
{
    public static readonly RowBufferSettings Settings = new() { RingBytes = 64 * 1024, KeyTableBytes = 64 * 1024, MaxWait = TimeSpan.Zero };

    private readonly TempDirectory _directory = new();

    public SomeRing(TimeProvider time, RowBufferSettings? settings = null) => Buffer = RowBuffer.Create(
        (settings ?? Settings) with { Directory = _directory.Path }, Guid.NewGuid(), Path.Combine(_directory.Path, "run-ring.wandb"), time, () => { });

    public RowBuffer Buffer { get; }

    public void Dispose()
    {
        Buffer.Delete();
        _directory.Dispose();
    }
}
