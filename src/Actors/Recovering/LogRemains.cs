using System.IO.Hashing;
using WandbActors.Actors.Assembling;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Recovering;

/// <summary>
/// What a log holds whose writer has gone, read from its start: where its whole records end, whether the run's end is among them, and
/// what the last summary does not know yet. Damage is stepped over.
/// </summary>
internal sealed class LogRemains
{
    private readonly Dictionary<UInt128, int> _behind = [];
    private readonly SummaryTracker _summary;
    private readonly WrittenRows _rows;

    private LogRemains()
    {
        var keys = new KeyBook();
        var tracks = new MetricTracks(keys);
        _summary = new SummaryTracker(keys, tracks);
        _rows = new WrittenRows(keys, tracks, _summary);
    }

    /// <summary>The file's offset behind its last whole record: what follows is torn.</summary>
    public long End { get; private set; } = TransactionLogFormat.FileHeaderBytes;

    /// <summary>The number that the next record takes.</summary>
    public long NextRecord { get; private set; } = 1;

    public bool HasRun { get; private set; }

    public bool HasExit { get; private set; }

    /// <summary>Seconds that the run had taken at its newest row.</summary>
    public double Runtime { get; private set; }

    /// <summary>What is damaged or torn, for people.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Reads a log.</summary>
    /// <param name="path">The log. One that does not exist is as an empty one.</param>
    /// <param name="from">The records behind this offset are remembered, for <see cref="TakeEqual"/>.</param>
    public static LogRemains Of(string path, long from = long.MaxValue)
    {
        var remains = new LogRemains();
        if (File.Exists(path))
            remains.Read(path, from);
        return remains;
    }

    /// <summary>Whether the log has this record behind the offset, whatever its number; each one counts once.</summary>
    public bool TakeEqual(ReadOnlySpan<byte> record)
    {
        var hash = HashOf(record);
        if (_behind.GetValueOrDefault(hash) is not (var count and > 0))
            return false;

        _behind[hash] = count - 1;
        return true;
    }

    /// <summary>The record with the number that follows in this log: what was lost of it has left no gap.</summary>
    public byte[] Renumber(ReadOnlySpan<byte> record)
    {
        var body = BodyOf(record);
        Span<byte> number = stackalloc byte[RecordEncoder.MaxHeadBytes];
        number = number[..RecordEncoder.WriteNum(number, NextRecord++)];
        return [.. number, .. body];
    }

    /// <summary>Writes what the last summary does not know, if anything.</summary>
    public void WriteSummary(ref long nextRecord, EncodedBatch batch)
    {
        if (_summary.HasChanges)
            _summary.WriteChanges(batch, nextRecord++);
    }

    private void Read(string path, long from)
    {
        using var reader = TransactionLogReader.Open(path);
        while (true)
        {
            var begin = reader.Position;
            var outcome = reader.Read(out var bytes);
            if (reader.Problem is { } problem)
                Problems.Add($"{path}: {problem}");
            if (outcome is ReadOutcome.End or ReadOutcome.TornTail or ReadOutcome.NotALog)
                break;
            if (outcome != ReadOutcome.Record)
                continue;

            End = reader.Position;
            if (begin >= from)
                Remember(bytes.Span);
            Note(bytes.Span);
        }
    }

    private void Remember(ReadOnlySpan<byte> record)
    {
        var hash = HashOf(record);
        _behind[hash] = _behind.GetValueOrDefault(hash) + 1;
    }

    private void Note(ReadOnlySpan<byte> bytes)
    {
        if (WrittenRows.TryParse(bytes) is not { } record)
            return;

        NextRecord = Math.Max(NextRecord, record.Num) + 1;
        HasRun |= record.Run is not null;
        HasExit |= record.Exit is not null;
        _rows.Take(record);
        Runtime = _summary.LastRow?.Runtime ?? Runtime;
    }

    private static UInt128 HashOf(ReadOnlySpan<byte> record) => XxHash128.HashToUInt128(BodyOf(record));

    // Without its number, which stands first.
    private static ReadOnlySpan<byte> BodyOf(ReadOnlySpan<byte> record)
    {
        if (record is not [RecordEncoder.NumTag, ..])
            return record;

        var at = 1;
        while (at < record.Length && record[at++] >= 0x80) { }
        return record[at..];
    }
}
