using System.Buffers;
using System.Text;
using System.Text.Unicode;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Persistence.Upload;

/// <summary>A value of a history record on its way into a request: what <see cref="JsonText.Clean"/> makes of it, escaped as in a JSON string.</summary>
internal sealed class LineValue
{
    /// <summary>Longer values that are not plain are for the parser: so the room for one is bounded.</summary>
    public const int MaxBytes = 16 * 1024;

    // A control character in what is no JSON: \u0001, and its backslash escaped once more.
    private const int MaxGrowth = 7;

    // Quotes around what is no JSON, escaped; or "null".
    private const int EnclosingBytes = 4;

    // No number or word, but written as it is: most texts that are logged.
    private static readonly SearchValues<byte> NotInPlainText = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private readonly PooledBuffer _text = new();

    /// <summary>The room that a value of so many bytes may need.</summary>
    public static int MostBytes(int bytes) => (bytes * MaxGrowth) + EnclosingBytes;

    /// <summary>Whether this is a number or one of JSON's and W&amp;B's words, without space around it: copied as it is.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> json)
    {
        var rest = json is [(byte)'-', ..] ? json[1..] : json;
        var digits = CountDigits(rest);
        if (digits == 0)
            return json.SequenceEqual("NaN"u8) || json.SequenceEqual("null"u8) || json.SequenceEqual("true"u8) || json.SequenceEqual("false"u8)
                || rest.SequenceEqual("Infinity"u8);
        if (digits > 1 && rest[0] == '0')
            return false;

        rest = rest[digits..];
        if (rest is [(byte)'.', ..])
        {
            digits = CountDigits(rest[1..]);
            if (digits == 0)
                return false;
            rest = rest[(1 + digits)..];
        }

        if (rest is [(byte)'e' or (byte)'E', ..])
        {
            rest = rest[1..] is [(byte)'+' or (byte)'-', ..] ? rest[2..] : rest[1..];
            digits = CountDigits(rest);
            return digits > 0 && digits == rest.Length;
        }

        return rest.IsEmpty;
    }

    /// <summary>Writes any value; false when its UTF-8 is broken.</summary>
    /// <param name="json">The value as it lies in the log.</param>
    /// <param name="target">At least <see cref="MostBytes"/>.</param>
    /// <param name="escapedBytes">What was written.</param>
    /// <param name="bytes">The value's bytes in the line.</param>
    public bool TryWrite(ReadOnlySpan<byte> json, Span<byte> target, out int escapedBytes, out int bytes)
    {
        (escapedBytes, bytes) = (0, 0);
        if (!Utf8.IsValid(json))
            return false;

        if (json is not [(byte)'"', .. var text, (byte)'"'] || text.ContainsAny(NotInPlainText))
        {
            _text.Clear();
            JsonText.Write(JsonText.Clean(Encoding.UTF8.GetString(json)), _text);
            json = _text.WrittenSpan;
        }

        ValueJson.TextEncoder.EncodeUtf8(json, target, out _, out escapedBytes);
        bytes = json.Length;
        return true;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }
}
