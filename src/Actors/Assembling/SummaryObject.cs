using System.Buffers;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Assembling;

/// <summary>A metric's summary that says several things: a JSON object, made in memory that is used again and again.</summary>
internal sealed class SummaryObject
{
    private readonly ArrayBufferWriter<byte> _json = new();

    public void Begin() => _json.ResetWrittenCount();

    /// <summary>Adds what is asked for of a metric's numbers; as long as it has none, nothing.</summary>
    public void AddStatistics(in MetricTrack track)
    {
        var numbers = track.Statistics;
        if (numbers.Count == 0)
            return;

        AddNumber("min"u8, numbers.Min, (track.Kinds & Summary.Min) != 0);
        AddNumber("max"u8, numbers.Max, (track.Kinds & Summary.Max) != 0);
        AddNumber("mean"u8, numbers.Mean, (track.Kinds & Summary.Mean) != 0);
        AddNumber("best"u8, numbers.BestFor(track.Goal), (track.Kinds & Summary.Best) != 0);
    }

    /// <summary>Adds a value of any kind.</summary>
    public void Add(ReadOnlySpan<byte> name, MetricValueKind kind, long bits, ReadOnlySpan<byte> json)
    {
        _json.Write(_json.WrittenCount == 0 ? "{\""u8 : ",\""u8);
        _json.Write(name);
        _json.Write("\":"u8);
        if (kind == MetricValueKind.Json)
            _json.Write(json);
        else
            _json.Advance(ValueJson.FormatNumber(kind, bits, _json.GetSpan(ValueJson.MaxNumberBytes)));
    }

    /// <summary>The object; empty when nothing was added.</summary>
    public ReadOnlySpan<byte> End()
    {
        if (_json.WrittenCount > 0)
            _json.Write("}"u8);
        return _json.WrittenSpan;
    }

    private void AddNumber(ReadOnlySpan<byte> name, double number, bool isAsked)
    {
        if (isAsked)
            Add(name, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(number), default);
    }
}
