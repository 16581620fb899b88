using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;

namespace WandbActors.Harness.Fuzzing;

/// <summary>Mutated golden logs, read to their end. Not thread-safe.</summary>
internal sealed class LogFuzz
{
    private const int LargestLog = 100_000; // the beginning of one of a megabyte, which would be all that a million rounds do

    private readonly List<(byte[] Bytes, int[] Interesting)> _logs;
    private readonly byte[] _mutated = new byte[LargestLog + Mutation.MaxGrowth];
    private readonly FuzzTally _tally;

    public LogFuzz(FuzzTally tally)
    {
        _tally = tally;
        _logs = [.. Golden.Cases
            .Select(golden => File.ReadAllBytes(Golden.LogOf((string)golden[0])))
            .Select(bytes => bytes[..Math.Min(bytes.Length, LargestLog)])
            .Select(bytes => (bytes, Mutation.InterestingOffsets(bytes)))];
    }

    public void Run(Random random)
    {
        var (bytes, interesting) = _logs[random.Next(_logs.Count)];
        bytes.CopyTo(_mutated, 0);
        var length = Mutation.Apply(_mutated, bytes.Length, interesting, random);

        FuzzCase.Run(_tally, length, () => Read(length));
    }

    private string Read(int length)
    {
        using var reader = new TransactionLogReader(new MemoryStream(_mutated, 0, length, writable: false));
        var damages = 0;
        for (var reads = 0; reads <= length; reads++)
        {
            switch (reader.Read(out _))
            {
                case ReadOutcome.Record:
                    break;
                case ReadOutcome.Damage:
                    damages++;
                    break;
                case var last:
                    return $"log: {last}{(damages > 0 ? ", with damage before" : "")}";
            }
        }

        throw new InvalidOperationException("more records and problems were read than there are bytes");
    }
}
