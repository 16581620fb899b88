using BenchmarkDotNet.Attributes;
using WandbActors.Actors.Assembling;
using WandbActors.Benchmarks.Runs;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Benchmarks.Parts;

/// <summary>From the row buffer to encoded records: a row is read, gets its step and times, is encoded, and the summary takes notice of it.</summary>
public class EncodePart
{
    private const int Rows = 1000;

    private readonly LoneBuffer _ring = new();
    private readonly EncodedBatch _batch = new();
    private StepAssembler _assembler = null!;

    [Params(2, 10)]
    public int Numbers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _assembler = new StepAssembler(new RunClock(TimeProvider.System.GetUtcNow().UtcTicks, 0), 0, new MetricSampler());
        var rows = new NumberRows(Numbers);
        for (var row = 0; row < Rows; row++)
            _ring.Buffer.Append(rows.Next(), null, commit: true);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _batch.Dispose();
        _ring.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public long Encode()
    {
        _batch.Clear();
        _ring.Buffer.Reader.Seek(0);
        while (_ring.Buffer.Reader.TryRead(out var item))
            _assembler.Take(item, _batch);
        return _batch.RecordBytes;
    }
}
