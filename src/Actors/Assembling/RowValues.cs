using System.Buffers;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// Writes the values of one row at a time. The names that W&amp;B keeps for itself are handled here: a user's <c>_timestamp</c> replaces
/// the call's, a user's <c>_step</c> and <c>_runtime</c> are dropped. Owned by the assembler.
/// </summary>
internal sealed class RowValues(KeyBook keys, MetricCourses courses, MediaFolder? media)
{
    // What stands where an object was whose process died before its JSON was written, or that found no room while it waited.
    private static ReadOnlySpan<byte> LostMarker => "\"(lost: the process ended before this value was written)\""u8;
    private static ReadOnlySpan<byte> CrowdedOutMarker => "\"(lost: too many values waited to be written)\""u8;

    private readonly ArrayBufferWriter<byte> _json = new();
    private long? _step;
    private int _longest;
    private int[] _lastPlaces = new int[64]; // by key: where in this row it comes last; of another row's keys anything

    /// <summary>The row's <c>_timestamp</c> in Unix seconds.</summary>
    public double Timestamp { get; private set; }

    /// <summary>Values of this row that were given up, lost or cut off.</summary>
    public int Lost { get; private set; }

    /// <summary>The metric whose JSON is the longest in this row; -1 when all are numbers.</summary>
    public int LongestKey { get; private set; } = -1;

    /// <summary>What the log is to say of this row's values beside the row: files, artifacts, labels.</summary>
    public BesideRecords Besides { get; } = new();

    /// <summary>What is to be said, such as of a value that was not written, or not all of it.</summary>
    public RowRemarks Remarks { get; } = new();

    /// <param name="row">The row, or values for the summary.</param>
    /// <param name="step">The row's step; <c>null</c> in the summary.</param>
    public void Begin(in BufferedItem row, long? step)
    {
        Begin(row.UtcTicks);
        _step = step;
        for (var i = 0; i < row.Count; i++)
            NotePlace(keys.NumberOf(row, i, row[i].Key), i);
    }

    public void Begin(OpenRow row) => Begin(row.Timestamp);

    /// <summary>Begins a row of values that no call has logged as they are.</summary>
    public void Begin(long utcTicks)
    {
        Besides.Clear();
        (LongestKey, _longest) = (-1, 0);
        Timestamp = RunClock.Timestamp(utcTicks);
        Lost = 0;
    }

    /// <summary>Whether the name of this value comes no more in its row.</summary>
    public bool IsLast(in BufferedItem row, int index) => _lastPlaces[keys.NumberOf(row, index, row[index].Key)] == index;

    /// <summary>
    /// Writes a value from the ring into the open history record, and notes it in the summary, if there is one to note it in. Of a name
    /// that comes twice in a row the last value counts.
    /// </summary>
    public void Write(in BufferedItem row, int index, EncodedBatch batch, SummaryTracker? summary)
    {
        var value = row[index];
        var key = keys.NumberOf(row, index, value.Key);
        if (_lastPlaces[key] != index)
            return;

        if (IsNumber(value.Kind))
            WriteNumber(key, value.Kind, value.Bits, batch, summary);
        else
            WriteObject(key, value, batch, summary);
        CountLost(value);
    }

    /// <summary>Writes the values of a plain row.</summary>
    public void Write(PlainRow plain, ReadOnlySpan<ulong> entries, EncodedBatch batch, SummaryTracker summary)
    {
        for (var i = 0; i < plain.Keys.Length; i++)
            WriteNumber(plain.Keys[i], BufferedItem.KindOf(entries[2 * i]), (long)entries[(2 * i) + 1], batch, summary);
    }

    /// <summary>Writes a held value, likewise.</summary>
    public void Write(in HeldValue value, EncodedBatch batch, SummaryTracker summary)
    {
        if (value.Json is { } json)
            WriteJson(value.Key, json, batch, summary);
        else
            WriteNumber(value.Key, value.Kind, value.Bits, batch, summary);
    }

    /// <summary>Takes a value out of the ring, for a row that stays open.</summary>
    public HeldValue Hold(in BufferedItem row, int index)
    {
        var value = row[index];
        var key = keys.NumberOf(row, index, value.Key);
        CountLost(value);
        return IsNumber(value.Kind)
            ? new HeldValue(key, value.Kind, value.Bits, null)
            : new HeldValue(NameFor(key, value.Object), MetricValueKind.Json, 0, JsonOf(value, NameFor(key, value.Object)).ToArray());
    }

    private void NotePlace(int key, int place)
    {
        if (key >= _lastPlaces.Length)
            Array.Resize(ref _lastPlaces, Math.Max(key + 1, _lastPlaces.Length * 2));
        _lastPlaces[key] = place;
    }

    private void CountLost(in BufferedValue value)
    {
        if (value.IsLost || value.IsGivenUp)
            Lost++;
    }

    private static bool IsNumber(MetricValueKind kind) => kind <= MetricValueKind.Bool;

    private void WriteNumber(int key, MetricValueKind kind, long bits, EncodedBatch batch, SummaryTracker? summary)
    {
        var name = keys[key];
        if (name.Reserved != ReservedKey.None)
        {
            if (name.Reserved == ReservedKey.Timestamp)
                TakeTimestamp(kind, bits);
            return;
        }

        batch.AddNumber(name.Encoded, kind, bits);
        if (summary is null)
            return;

        summary.NoteNumber(key, kind, bits);
        courses.Add(key, kind, bits);
    }

    // What is no time leaves the call's.
    private void TakeTimestamp(MetricValueKind kind, long bits)
    {
        var seconds = kind switch
        {
            MetricValueKind.Float64 => BitConverter.Int64BitsToDouble(bits),
            MetricValueKind.Int64 => bits,
            _ => double.NaN,
        };
        if (double.IsFinite(seconds))
            Timestamp = seconds;
    }

    private void WriteObject(int key, in BufferedValue value, EncodedBatch batch, SummaryTracker? summary)
    {
        var name = NameFor(key, value.Object);
        WriteJson(name, JsonOf(value, name), batch, summary);
    }

    // Some values are logged under a name that W&B derives from the metric's.
    private int NameFor(int key, DataType? value)
    {
        if (value is null)
            return key;

        var path = keys[key].Encoded.Path;
        var name = value.NameFor(path.Segments[^1]);
        return name == path.Segments[^1] ? key : keys.NumberOf(new MetricPath([.. path.Segments[..^1], name]));
    }

    private void WriteJson(int key, ReadOnlySpan<byte> json, EncodedBatch batch, SummaryTracker? summary)
    {
        var name = keys[key];
        if (name.Reserved != ReservedKey.None)
            return;

        batch.AddJson(name.Encoded, json);
        summary?.NoteJson(key, json);
        if (json.Length > _longest)
            (LongestKey, _longest) = (key, json.Length);
    }

    private ReadOnlySpan<byte> JsonOf(in BufferedValue value, int key)
    {
        _json.ResetWrittenCount();
        switch (value.Kind)
        {
            case MetricValueKind.Json:
                return value.Utf8;
            case MetricValueKind.Text:
                ValueJson.WriteText(value.Utf8, _json);
                return _json.WrittenSpan;
            default:
                return value.Object is { } data ? JsonOf(data, keys[key].Encoded.Path)
                    : value.HeldNumber == HeldObjects.None ? CrowdedOutMarker : LostMarker;
        }
    }

    private ReadOnlySpan<byte> JsonOf(DataType data, MetricPath metric)
    {
        var place = media is null ? null : new RowPlace(media, metric.Segments[^1], _step);
        try
        {
            data.WriteJson(place, _json);
            if (_json.WrittenCount > 0)
                Take(place, metric);
            else
                WriteFailure(data, metric, "it wrote nothing");
        }
        catch (Exception failure)
        {
            WriteFailure(data, metric, failure.Message);
        }

        return _json.WrittenSpan;
    }

    private void Take(RowPlace? place, MetricPath metric)
    {
        Besides.Add(place?.Records ?? []);
        Lost += place?.Lost ?? 0;
        if (place?.Remark is { } remark)
            Remarks.Say(metric.ToString(), $"{metric}: {remark}");
    }

    // A full disk, or code of the user's: the row must go on, and say what happened.
    private void WriteFailure(DataType data, MetricPath metric, string reason)
    {
        Lost++;
        Remarks.Say(
            metric.ToString(),
            $"{metric} ({data.TypeName}) could not be written: {reason}. A text stands in its place; the receipt counts all such values.");
        _json.ResetWrittenCount();
        ValueJson.WriteText($"({data.TypeName} could not be written: {reason})", _json);
    }
}
