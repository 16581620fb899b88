using System.Buffers.Binary;
using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Persistence.Replay;

/// <summary>A recorded run: the records of its log, and what the server had of it.</summary>
internal sealed class GoldenRun(string name)
{
    private const int Block = 32768;

    /// <summary>What the official client made of the log on the server.</summary>
    public GoldenServer Server { get; } = new(name);

    /// <summary>The records of the log itself and not of records.jsonl, because only the log has the flags that our schema does not name.</summary>
    public IReadOnlyList<Record> Records { get; } = [.. ReadRecords(File.ReadAllBytes(Golden.LogOf(name)))];

    public RunReplay Replay(Action<ReplayEffect> onEffect)
    {
        var replay = new RunReplay("0.28.3.dev1", isSync: true);
        foreach (var record in Records)
            onEffect(replay.Apply(record));
        return replay;
    }

    private static IEnumerable<Record> ReadRecords(byte[] log)
    {
        var payload = new List<byte>();
        for (var at = 7; at < log.Length;)
        {
            var left = Block - (at % Block);
            if (left < 7)
            {
                at += left;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16LittleEndian(log.AsSpan(at + 4));
            var endsRecord = log[at + 6] is 1 or 4;
            payload.AddRange(log.AsSpan(at + 7, length));
            at += 7 + length;
            if (endsRecord)
            {
                yield return Record.Parser.ParseFrom(payload.ToArray());
                payload.Clear();
            }
        }
    }
}
