using System.Buffers;
using System.Text;
using System.Text.Json;
using WandbActors.Persistence.Replay;

namespace WandbActors.Cli.Reading;

/// <summary>
/// JSON for other programs. W&amp;B's logs hold the bare tokens NaN, Infinity and -Infinity, which JSON does not know: they become texts, as W&amp;B's
/// server gives them to its clients.
/// </summary>
internal static class StrictJson
{
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it goes into no web page
        SkipValidation = true,
        MaxDepth = 2 * JsonText.MaxDepth,
    };

    /// <summary>Writes a value that stands in a log, or in what was made of one.</summary>
    public static void Write(Utf8JsonWriter writer, string json)
    {
        json = JsonText.Clean(json);
        if (JsonText.IsObject(json))
            WriteObject(writer, json);
        else if (JsonText.IsArray(json))
            WriteArray(writer, json);
        else if (json.Trim() is "NaN" or "Infinity" or "-Infinity")
            writer.WriteStringValue(json.Trim());
        else
            writer.WriteRawValue(json.Trim(), skipInputValidation: true);
    }

    /// <summary>Writes a number.</summary>
    public static void Write(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }

    /// <summary>Writes a row's value; most are numbers, whose digits stay as they are.</summary>
    public static void Write(Utf8JsonWriter writer, Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Null:
                writer.WriteNullValue();
                break;
            case CellKind.Integer or CellKind.Flag:
            case CellKind.Number when cell.Utf8.Span is not [.., (byte)'N' or (byte)'y']:
                writer.WriteRawValue(cell.Utf8.Span, skipInputValidation: true);
                break;
            case CellKind.Text:
                writer.WriteStringValue(cell.Text);
                break;
            default:
                Write(writer, cell.Json);
                break;
        }
    }

    /// <summary>The text that a writer makes.</summary>
    public static string Of(Action<Utf8JsonWriter> write, bool isIndented = false)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Options with { Indented = isIndented }))
            write(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void WriteObject(Utf8JsonWriter writer, string json)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in JsonText.Members(json))
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, string json)
    {
        writer.WriteStartArray();
        foreach (var element in JsonText.Elements(json))
            Write(writer, element);
        writer.WriteEndArray();
    }
}
