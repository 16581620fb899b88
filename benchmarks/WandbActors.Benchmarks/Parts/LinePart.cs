using BenchmarkDotNet.Attributes;
using WandbActors.Actors.Assembling;
using WandbActors.Benchmarks.Runs;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Persistence.Upload;

namespace WandbActors.Benchmarks.Parts;

/// <summary>From the log to a request: the bytes of a history record become a line, a text in JSON.</summary>
public class LinePart
{
    private const int Rows = 1000;
    private const int MaxLineBytes = 10 << 20;

    private readonly EncodedBatch _batch = new();
    private readonly HistoryLineWriter _writer = new();
    private readonly LineBlock _block = LineBlock.Rent(1 << 20);

    [Params(2, 10)]
    public int Numbers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        using var ring = new LoneBuffer();
        var assembler = new StepAssembler(new RunClock(TimeProvider.System.GetUtcNow().UtcTicks, 0), 0, new MetricSampler());
        var rows = new NumberRows(Numbers);
        for (var row = 0; row < Rows; row++)
            ring.Buffer.Append(rows.Next(), null, commit: true);
        while (ring.Buffer.Reader.TryRead(out var item))
            assembler.Take(item, _batch);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _block.Return();
        _batch.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Rows)]
    public long Write()
    {
        _block.Clear();
        foreach (var record in _batch)
        {
            if (!_writer.TryWrite(record, _block, MaxLineBytes))
                throw new InvalidOperationException("A plain row takes the way through the parser.");
        }

        return _block.Bytes;
    }
}
