using BenchmarkDotNet.Attributes;
using WandbActors.Benchmarks.Runs;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Benchmarks.Parts;

/// <summary>The row buffer: a row is appended, and later read and given back.</summary>
public class RingPart
{
    private const int Rows = 1000;

    private readonly LoneBuffer _ring = new();
    private NumberRows _rows = null!;

    [Params(2, 10)]
    public int Numbers { get; set; }

    [GlobalSetup]
    public void Setup() => _rows = new NumberRows(Numbers);

    [GlobalCleanup]
    public void Cleanup() => _ring.Dispose();

    [Benchmark(OperationsPerInvoke = Rows)]
    public void AppendAndRead()
    {
        for (var row = 0; row < Rows; row++)
            _ring.Buffer.Append(_rows.Next(), null, commit: true);
        while (_ring.Buffer.Reader.TryRead(out _))
        {
        }

        _ring.Buffer.NoteRelease(new RingMark(_ring.Buffer.Reader.Position, 0, default));
    }
}
