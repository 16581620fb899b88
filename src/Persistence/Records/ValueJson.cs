using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace WandbActors.Persistence.Records;

/// <summary>
/// Values as W&amp;B's <c>value_json</c>: JSON in UTF-8, numbers in their shortest form that reads back the same, and the three bare tokens
/// <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c> that strict JSON does not know.
/// </summary>
internal static class ValueJson
{
    /// <summary>The longest text of a number: a double needs 24 characters, a 64-bit integer 20.</summary>
    public const int MaxNumberBytes = 32;

    // Keeps non-Latin text readable and small; what JSON forbids (quotes, backslashes, control characters) is still escaped.
    public static readonly JavaScriptEncoder TextEncoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Writes a number or flag into <paramref name="destination"/> (at least <see cref="MaxNumberBytes"/> long); returns its length.</summary>
    public static int FormatNumber(MetricValueKind kind, long bits, Span<byte> destination)
    {
        int written;
        switch (kind)
        {
            case MetricValueKind.Float64:
                return FormatDouble(BitConverter.Int64BitsToDouble(bits), destination);
            case MetricValueKind.Int64:
                Utf8Formatter.TryFormat(bits, destination, out written);
                return written;
            case MetricValueKind.UInt64:
                Utf8Formatter.TryFormat((ulong)bits, destination, out written);
                return written;
            case MetricValueKind.Bool:
                return Copy(bits != 0 ? "true"u8 : "false"u8, destination);
            default:
                return Copy("null"u8, destination);
        }
    }

    /// <summary>Writes a double; returns its length.</summary>
    public static int FormatDouble(double value, Span<byte> destination)
    {
        if (ShortestDecimal.TryFormat(value, destination, out var written))
            return written;
        if (!double.IsFinite(value))
            return Copy(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8, destination);

        Utf8Formatter.TryFormat(value, destination, out written);
        if (double.IsPow2(Math.Abs(value)) && double.Parse(destination[..written], CultureInfo.InvariantCulture) != value)
            value.TryFormat(destination, out written, "G17", CultureInfo.InvariantCulture); // of two powers of two the framework's shortest text is another number's
        return written;
    }

    /// <summary>Writes a text as a JSON string. Lone surrogates become U+FFFD.</summary>
    public static void WriteText(ReadOnlySpan<char> text, IBufferWriter<byte> writer)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, rented);
        WriteText(rented.AsSpan(0, length), writer);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Writes a UTF-8 text as a JSON string.</summary>
    public static void WriteText(ReadOnlySpan<byte> utf8, IBufferWriter<byte> writer)
    {
        writer.Write("\""u8);
        Escape(utf8, writer);
        writer.Write("\""u8);
    }

    /// <summary>Writes a UTF-8 text as it stands between the quotes of a JSON string.</summary>
    public static void Escape(ReadOnlySpan<byte> utf8, IBufferWriter<byte> writer)
    {
        while (!utf8.IsEmpty)
        {
            var target = writer.GetSpan(Math.Min(utf8.Length + 16, 4096));
            TextEncoder.EncodeUtf8(utf8, target, out var consumed, out var written);
            writer.Advance(written);
            utf8 = utf8[consumed..];
        }
    }

    /// <summary>Writes any value but a deferred one. What has files needs a place for them.</summary>
    public static void Write(MetricValue value, IBufferWriter<byte> writer, MediaPlace? place = null)
    {
        switch (value.Kind)
        {
            case MetricValueKind.Text:
                WriteText((string)value.Reference!, writer);
                break;
            case MetricValueKind.Json:
                writer.Write(((ReadyJson)value.Reference!).Utf8.Span);
                break;
            case MetricValueKind.Nested:
                WriteNested((NestedValues)value.Reference!, writer, place);
                break;
            case MetricValueKind.Object:
                ((DataType)value.Reference!).WriteJson(place, writer);
                break;
            case MetricValueKind.Deferred:
                throw new InvalidOperationException("A deferred value has no JSON before it arrives.");
            default:
                writer.Advance(FormatNumber(value.Kind, value.Bits, writer.GetSpan(MaxNumberBytes)));
                break;
        }
    }

    /// <summary>A value's JSON text, for people.</summary>
    public static string Describe(MetricValue value)
    {
        return value.Reference switch
        {
            DeferredValue when value.Kind == MetricValueKind.Deferred => "(deferred)",
            Media media when value.Kind == MetricValueKind.Object => media.TypeName,
            _ => ToJsonText(value),
        };
    }

    /// <summary>A value's JSON as a string, for records off the hot path. Never throws: what has no JSON becomes a text that says so.</summary>
    public static string ToJsonText(MetricValue value)
    {
        if (value.Kind == MetricValueKind.Deferred)
            return ToJsonText(ValueMarker.Deferred);

        var writer = new ArrayBufferWriter<byte>();
        try
        {
            Write(value, writer);
        }
        catch (Exception problem)
        {
            return ToJsonText(ValueMarker.Unreadable(problem));
        }

        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    private static void WriteNested(NestedValues values, IBufferWriter<byte> writer, MediaPlace? place)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack(); // thousands of levels must not end the process
        writer.Write("{"u8);
        var first = true;
        foreach (var (name, value) in values.Entries)
        {
            if (!first)
                writer.Write(","u8);
            first = false;
            WriteText(name, writer);
            writer.Write(":"u8);
            Write(value, writer, place);
        }

        writer.Write("}"u8);
    }

    private static int Copy(ReadOnlySpan<byte> token, Span<byte> destination)
    {
        token.CopyTo(destination);
        return token.Length;
    }
}
