using System.Buffers;
using System.Globalization;
using System.Text;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors;

/// <summary>
/// Values as W&amp;B's client writes them into a table's files, byte for byte where it can be known: a table's digest then says that it is the same
/// table. Used for one file.
/// </summary>
/// <param name="form">Which of its two forms.</param>
/// <param name="writer">Takes the JSON.</param>
/// <param name="media">Takes the files of cells; <c>null</c>: where one is, only its type is written.</param>
internal sealed class PythonJson(PythonForm form, IBufferWriter<byte> writer, MediaPlace? media)
{
    private bool IsSpaced => form == PythonForm.Spaced;

    public void WriteCell(TableCell cell)
    {
        if (IsSpaced && cell.UnixMilliseconds is { } time)
            Write((MetricValue)time);
        else
            Write(cell.Value);
    }

    public void Write(MetricValue value)
    {
        switch (value.Kind)
        {
            case MetricValueKind.Float64:
                PythonNumber.Write(BitConverter.Int64BitsToDouble(value.Bits), form, writer);
                break;
            case MetricValueKind.Text:
                WriteText((string)value.Reference!);
                break;
            case MetricValueKind.Json:
                WriteJson(Encoding.UTF8.GetString(((ReadyJson)value.Reference!).Utf8.Span));
                break;
            case MetricValueKind.Nested:
                WriteNested((NestedValues)value.Reference!);
                break;
            case MetricValueKind.Object:
                WriteObject((DataType)value.Reference!);
                break;
            default:
                ValueJson.Write(value, writer);
                break;
        }
    }

    public void WriteList<T>(IEnumerable<T> elements, Action<T> write)
    {
        WriteMark("["u8);
        var isFirst = true;
        foreach (var element in elements)
        {
            if (!isFirst)
                WriteMark(IsSpaced ? ", "u8 : ","u8);
            isFirst = false;
            write(element);
        }

        WriteMark("]"u8);
    }

    public void WriteMembers<T>(IEnumerable<(string Name, T Value)> members, Action<T> write)
    {
        WriteMark("{"u8);
        var isFirst = true;
        foreach (var (name, value) in IsSpaced ? members.OrderBy(member => member.Name, StringComparer.Ordinal) : members)
        {
            if (!isFirst)
                WriteMark(IsSpaced ? ", "u8 : ","u8);
            isFirst = false;
            WriteText(name);
            WriteMark(IsSpaced ? ": "u8 : ":"u8);
            write(value);
        }

        WriteMark("}"u8);
    }

    private void WriteObject(DataType value)
    {
        if (value is ValueList list)
            WriteList(list.Values, Write);
        else if (media is null && value is Media)
            WriteText(value.TypeName);
        else
            WriteJson(ToText(value));
    }

    private string ToText(DataType value)
    {
        var json = new ArrayBufferWriter<byte>();
        value.WriteJson(media, json);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private void WriteNested(NestedValues values)
    {
        var members = new List<(string, MetricValue)>();
        foreach (var (name, value) in values.Entries)
            members.Add((name, value));
        WriteMembers(members, Write);
    }

    private void WriteJson(string json)
    {
        switch (json.TrimStart())
        {
            case ['[', ..]:
                WriteList(JsonText.Elements(json), WriteJson);
                break;
            case ['{', ..]:
                WriteMembers(JsonText.Members(json), WriteJson);
                break;
            case ['"', ..]:
                WriteText(JsonText.Unquote(json));
                break;
            case "NaN" or "Infinity" or "-Infinity" when !IsSpaced:
                WriteMark("null"u8);
                break;
            case var scalar:
                Encoding.UTF8.GetBytes(scalar, writer);
                break;
        }
    }

    private void WriteText(string text)
    {
        if (IsSpaced)
            WriteAscii(text);
        else
            ValueJson.WriteText(text, writer);
    }

    // Everything but printable ASCII escaped, one UTF-16 unit after the other.
    private void WriteAscii(string text)
    {
        var escaped = new StringBuilder("\"", text.Length + 2);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                < ' ' or > '~' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => escaped.Append(letter),
            };
        }

        Encoding.ASCII.GetBytes(escaped.Append('"').ToString(), writer);
    }

    private void WriteMark(ReadOnlySpan<byte> mark) => writer.Write(mark);
}
