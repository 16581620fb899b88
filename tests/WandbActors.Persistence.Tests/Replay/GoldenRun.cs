using System.Buffers.Binary;
using System.Text.Json.Nodes;
using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Persistence.Replay;

/// <summary>A recorded run: the records of its log, and what the official client made of them on the server.</summary>
internal sealed class GoldenRun(string name)
{
    private const int Block = 32768;

    private readonly string _server = Path.Combine(Golden.Folder(name), "server");

    /// <summary>The records of the log itself and not of records.jsonl, because only the log has the flags that our schema does not name.</summary>
    public IReadOnlyList<Record> Records { get; } = [.. ReadRecords(File.ReadAllBytes(Golden.LogOf(name)))];

    public JsonArray Upserts => JsonNode.Parse(Text("upserts.json")!)!.AsArray();

    /// <summary>The config of the last upsert, as it was sent.</summary>
    public string LastConfig => Upserts.Select(upsert => (string?)upsert!["config"]).Last(config => config is not null)!;

    /// <summary>The newest value that any upsert gave this variable.</summary>
    public string LastSent(string variable) =>
        Upserts.Select(upsert => upsert![variable]).LastOrDefault(value => value is not null)?.ToString() ?? "";

    /// <summary>A file of the server, or null if it has none.</summary>
    public string? Text(string path) => File.Exists(Path.Combine(_server, path)) ? File.ReadAllText(Path.Combine(_server, path)) : null;

    public string[] Lines(string path) => Text(path)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

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
