using System.Buffers.Text;
using System.Globalization;
using System.Text;
using WandbActors.Persistence.Replay;

namespace WandbActors.Cli.Reading;

/// <summary>One value of a row as it lies in the log, read when it is asked for. Valid as long as its row.</summary>
/// <param name="Column">The number of its name.</param>
/// <param name="Utf8">Its JSON, with W&amp;B's bare tokens for what is no number.</param>
internal readonly record struct Cell(int Column, ReadOnlyMemory<byte> Utf8)
{
    public CellKind Kind => Utf8.Span.Trim(" \t\r\n"u8) switch
    {
        [] => CellKind.Null,
        var json when json.SequenceEqual("null"u8) => CellKind.Null,
        var json when json.SequenceEqual("true"u8) || json.SequenceEqual("false"u8) => CellKind.Flag,
        [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] and var json when IsWhole(json) => CellKind.Integer,
        var json when TryRead(json, out _) => CellKind.Number,
        [(byte)'{' or (byte)'[', ..] when JsonText.IsValue(Json) => CellKind.Json,
        _ => CellKind.Text,
    };

    /// <summary>The JSON as text.</summary>
    public string Json => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>The characters of a text. What some other writer left that is no JSON is a text too.</summary>
    public string Text => Json is var json && JsonText.IsText(json) && JsonText.IsValue(json) ? JsonText.Unquote(json) : json;

    /// <summary>Whether a flag is set.</summary>
    public bool Flag => Utf8.Span.Trim(" \t\r\n"u8).SequenceEqual("true"u8);

    public bool TryGetInteger(out long number) => Utf8Parser.TryParse(Utf8.Span, out number, out var read) && read == Utf8.Length;

    /// <summary>The value as a number: whole ones and flags too.</summary>
    public bool TryGetNumber(out double number)
    {
        if (TryRead(Utf8.Span, out number))
            return true;

        var isFlag = Kind == CellKind.Flag;
        number = isFlag && Flag ? 1 : 0;
        return isFlag;
    }

    private static bool IsWhole(ReadOnlySpan<byte> json) => Utf8Parser.TryParse(json, out long _, out var read) && read == json.Length;

    private static bool TryRead(ReadOnlySpan<byte> json, out double number)
    {
        (number, var isToken) = json switch
        {
            [(byte)'N', ..] => (double.NaN, json.SequenceEqual("NaN"u8)),
            [(byte)'I', ..] => (double.PositiveInfinity, json.SequenceEqual("Infinity"u8)),
            [(byte)'-', (byte)'I', ..] => (double.NegativeInfinity, json.SequenceEqual("-Infinity"u8)),
            _ => (0, false),
        };
        return isToken
            || (json is [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] && double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out number));
    }
}
