using WandbActors.Persistence.Buffering;

namespace WandbActors.Benchmarks.Runs;

/// <summary>A row buffer as a run has it, without the run.</summary>
internal sealed class LoneBuffer : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("wandb-actors-benchmark-");

    public LoneBuffer() => Buffer = RowBuffer.Create(
        new RowBufferSettings(), Guid.NewGuid(), Path.Combine(_directory.FullName, "run-part.wandb"), TimeProvider.System, () => { });

    public RowBuffer Buffer { get; }

    public void Dispose()
    {
        Buffer.Delete();
        _directory.Delete(recursive: true);
    }
}
