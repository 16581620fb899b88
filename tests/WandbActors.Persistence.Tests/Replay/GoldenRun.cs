using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Persistence.Replay;

/// <summary>A recorded run: the records of its log, and what the server had of it.</summary>
internal sealed class GoldenRun(string name)
{
    /// <summary>What the official client made of the log on the server.</summary>
    public GoldenServer Server { get; } = new(name);

    /// <summary>The records of the log itself and not of records.jsonl, because only the log has the flags that our schema does not name.</summary>
    public IReadOnlyList<Record> Records { get; } = [.. PlainChunks.Parse(File.ReadAllBytes(Golden.LogOf(name))).Records.Select(Record.Parser.ParseFrom)];

    public RunReplay Replay(Action<ReplayEffect> onEffect)
    {
        var replay = new RunReplay("0.28.3.dev1", isSync: true);
        foreach (var record in Records)
            onEffect(replay.Apply(record));
        return replay;
    }
}
