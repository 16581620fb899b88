using BenchmarkDotNet.Attributes;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Benchmarks.Parts;

/// <summary>What stands around a record in the log: a header with a checksum, where blocks end.</summary>
public class ChunkPart
{
    private const int Records = 1000;

    private readonly PooledBuffer _output = new();
    private byte[] _record = [];

    /// <summary>The record's length.</summary>
    [Params(264, 400)]
    public int Numbers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _record = new byte[Numbers];
        new Random(0).NextBytes(_record);
    }

    [GlobalCleanup]
    public void Cleanup() => _output.Dispose();

    [Benchmark(OperationsPerInvoke = Records)]
    public int Chunk()
    {
        _output.Clear();
        var chunks = new ChunkWriter(_output, TransactionLogFormat.FileHeaderBytes);
        for (var record = 0; record < Records; record++)
            chunks.Write(_record);
        return _output.Length;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public uint Crc()
    {
        var sum = 0u;
        for (var record = 0; record < Records; record++)
            sum ^= System.IO.Hashing.Crc32.HashToUInt32(_record);
        return sum;
    }
}
