using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Tests.Assembling;

public sealed class AssemblerAllocationSpecs : IDisposable
{
    private const int Rows = 1_000;

    private readonly SomeAssembler _run = new(SomeRing.Settings with { RingBytes = 1 << 20 });

    [Fact]
    public void Rows_of_known_metrics_are_assembled_without_allocating() => Assert.Equal(0, BytesOfRows());

    [Fact]
    public void With_definitions_too()
    {
        _run.Log(new Record { Metric = new MetricRecord { GlobName = "*", StepMetric = "c", Options = new MetricOptions { StepSync = true }, Summary = new MetricSummary { Min = true, Mean = true } } });

        Assert.Equal(0, BytesOfRows());
    }

    [Fact]
    public void And_in_a_window()
    {
        _run.Log(new Record { LogEvery = new LogEveryRecord { Steps = 1_000_000, Aggregates = (int)(Aggregate.Mean | Aggregate.Max), Metrics = { "a" } } });

        Assert.Equal(0, BytesOfRows());
    }

    public void Dispose() => _run.Dispose();

    private long BytesOfRows()
    {
        using var batch = new EncodedBatch();
        Assemble(batch);
        Assemble(batch);
        batch.Clear();

        return Assemble(batch);
    }

    private long Assemble(EncodedBatch batch)
    {
        for (var row = 0; row < Rows; row++)
            _run.Log(("a", row), ("b", row + 0.5));
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (_run.Buffer.Reader.TryRead(out var item))
            _run.Assembler.Take(item, batch);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _run.Buffer.NoteRelease(new RingMark(_run.Buffer.Reader.Position, 0, default));
        return allocated;
    }
}
