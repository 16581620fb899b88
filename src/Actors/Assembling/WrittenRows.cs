using System.Globalization;
using System.Text;
using Google.Protobuf;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// Takes in the rows that a log has already, as an assembler has taken them that wrote them: definitions, sums and first values are too much
/// to be carried in a mark, and stand in the log. What the summary does not know of them is noted too, if that is asked for.
/// </summary>
internal sealed class WrittenRows(KeyBook keys, MetricTracks tracks, SummaryTracker? summary = null)
{
    /// <summary>A log's whole records up to an offset. What is damaged is left out, and what the disk refuses: rows go on without.</summary>
    /// <param name="logPath">The log.</param>
    /// <param name="offset">Where it ends.</param>
    /// <param name="skipsRows">Whether plain rows are left out: reading them takes most of the time.</param>
    public static IEnumerable<Record> In(string logPath, long offset, bool skipsRows = false)
    {
        using var reader = TryOpen(logPath);
        if (reader is null)
            yield break;

        reader.Limit = offset;
        while (TryRead(reader, out var bytes) is ReadOutcome.Record or ReadOutcome.Damage)
        {
            if (!bytes.IsEmpty && !(skipsRows && HistoryItems.TryOpen(bytes.Span, out _)) && TryParse(bytes.Span) is { } record)
                yield return record;
        }
    }

    /// <summary>The record in these bytes, if they are one.</summary>
    public static Record? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Record.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    public void Take(IEnumerable<Record> records)
    {
        foreach (var record in records)
            Take(record);
    }

    public void Take(Record record)
    {
        switch (record.RecordTypeCase)
        {
            case Record.RecordTypeOneofCase.History:
                Take(record.History);
                break;
            case Record.RecordTypeOneofCase.Metric:
                tracks.Define(record.Metric);
                break;
            case Record.RecordTypeOneofCase.Summary:
                summary?.Forget();
                if (record.Info?.StreamId.Length > 0)
                    tracks.Set(record.Summary); // by the program, not of the rows
                break;
            default:
                break;
        }
    }

    private static TransactionLogReader? TryOpen(string path)
    {
        try
        {
            return TransactionLogReader.Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ReadOutcome TryRead(TransactionLogReader reader, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        try
        {
            return reader.Read(out bytes);
        }
        catch (IOException)
        {
            return ReadOutcome.TornTail;
        }
    }

    private void Take(HistoryRecord row)
    {
        if (row.Info is not null)
            return; // it came late

        double timestamp = 0, runtime = 0;
        foreach (var item in row.Item)
        {
            var key = keys.NumberOf(new MetricPath(ItemPath.Of(item.Key, item.NestedKey)));
            if (keys[key].Reserved == ReservedKey.None)
                Take(key, Encoding.UTF8.GetBytes(item.ValueJson));
            else if (keys[key].Reserved == ReservedKey.Timestamp)
                timestamp = NumberIn(item);
            else if (keys[key].Reserved == ReservedKey.Runtime)
                runtime = NumberIn(item);
        }

        summary?.NoteRow(new SummaryRow(row.Step?.Num ?? 0, timestamp, runtime));
    }

    private void Take(int key, byte[] json)
    {
        tracks.LookUp(key);
        if (summary is null)
            tracks.Note(key, json);
        else
            summary.NoteJson(key, json);
    }

    private static double NumberIn(HistoryItem item) =>
        double.TryParse(item.ValueJson, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
