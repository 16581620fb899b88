using System.Buffers;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// Writes the values of one row at a time. The names that W&amp;B keeps for itself are handled here: a user's <c>_timestamp</c> replaces
/// the call's, a user's <c>_step</c> and <c>_runtime</c> are dropped. Owned by the assembler.
/// </summary>
internal sealed class RowValues(KeyBook keys, MetricSampler sampler)
{
    // What stands where an object was whose process died before its JSON was written.
    private static ReadOnlySpan<byte> LostMarker => "\"(lost: the process ended before this value was written)\""u8;

    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>The row's <c>_timestamp</c> in Unix seconds.</summary>
    public double Timestamp { get; private set; }

    /// <summary>Values of this row that were given up or lost.</summary>
    public int Lost { get; private set; }

    public void Begin(long utcTicks)
    {
        Timestamp = RunClock.Timestamp(utcTicks);
        Lost = 0;
    }

    /// <summary>Writes a value from the ring into the open history record, and notes it in the summary, if there is one to note it in.</summary>
    public void Write(in BufferedItem row, int index, EncodedBatch batch, SummaryTracker? summary)
    {
        var value = row[index];
        var key = keys.NumberOf(row, index, value.Key);
        if (IsNumber(value.Kind))
            WriteNumber(key, value.Kind, value.Bits, batch, summary);
        else
            WriteJson(key, JsonOf(value), batch, summary);
        CountLost(value);
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
            : new HeldValue(key, MetricValueKind.Json, 0, JsonOf(value).ToArray());
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
                Timestamp = kind == MetricValueKind.Float64 ? BitConverter.Int64BitsToDouble(bits) : bits;
            return;
        }

        batch.AddNumber(name.Encoded, kind, bits);
        if (summary is null)
            return;

        summary.NoteNumber(key, kind, bits);
        sampler.Add(name.Encoded.ToString(), MetricValue.OfNumber(kind, bits));
    }

    private void WriteJson(int key, ReadOnlySpan<byte> json, EncodedBatch batch, SummaryTracker? summary)
    {
        var name = keys[key];
        if (name.Reserved != ReservedKey.None)
            return;

        batch.AddJson(name.Encoded, json);
        summary?.NoteJson(key, json);
    }

    private ReadOnlySpan<byte> JsonOf(in BufferedValue value)
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
                return value.Object is { } data ? JsonOf(data) : LostMarker;
        }
    }

    private ReadOnlySpan<byte> JsonOf(DataType data)
    {
        try
        {
            data.WriteJson(_json);
        }
        catch (Exception failure)
        {
            // Code of the user's: the row must go on, and say what happened.
            Lost++;
            _json.ResetWrittenCount();
            ValueJson.WriteText($"({data.GetType().Name} could not be written: {failure.Message})", _json);
        }

        return _json.WrittenSpan;
    }
}
