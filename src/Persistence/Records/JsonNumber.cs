using System.Buffers.Text;

namespace WandbActors.Persistence.Records;

/// <summary>Numbers in JSON as W&amp;B writes them, the bare tokens included. A flag or <c>null</c> is no number.</summary>
internal static class JsonNumber
{
    /// <summary>The number that the text is, if it is one and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out double number)
    {
        number = double.NaN;
        if (json.SequenceEqual("NaN"u8))
            return true;
        if (json.SequenceEqual("Infinity"u8) || json.SequenceEqual("-Infinity"u8))
        {
            number = json[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        return json is [(>= (byte)'0' and <= (byte)'9') or (byte)'-', ..]
            && Utf8Parser.TryParse(json, out number, out int consumed) && consumed == json.Length;
    }

    /// <summary>A number by its kind and bits; false for a flag and <c>null</c>.</summary>
    public static bool TryRead(MetricValueKind kind, long bits, out double number)
    {
        number = kind switch
        {
            MetricValueKind.Float64 => BitConverter.Int64BitsToDouble(bits),
            MetricValueKind.Int64 => bits,
            MetricValueKind.UInt64 => (ulong)bits,
            _ => 0,
        };
        return kind is MetricValueKind.Float64 or MetricValueKind.Int64 or MetricValueKind.UInt64;
    }
}
