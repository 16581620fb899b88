using System.Buffers;
using System.Globalization;
using System.Text;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// What the replay needs to know of a <c>value_json</c> without parsing it: whether it is a value, what it is made of, and how to
/// write it into a line. What is written is always one value on one line, whatever the text was.
/// </summary>
internal static class JsonText
{
    /// <summary>Levels of nesting in one value, the official client's limit; deeper ones are kept as texts.</summary>
    public const int MaxDepth = 500;

    /// <summary>Whether this text is exactly one value.</summary>
    public static bool IsValue(string json)
    {
        var scanner = new JsonScanner(json, MaxDepth);
        return !scanner.ReadValue().IsEmpty && scanner.IsAtEnd;
    }

    /// <summary>Whether this value is an object.</summary>
    public static bool IsObject(string json) => new JsonScanner(json).TryTake('{');

    /// <summary>Whether this value is an array.</summary>
    public static bool IsArray(string json) => new JsonScanner(json).TryTake('[');

    /// <summary>Whether this value is a text.</summary>
    public static bool IsText(string json) => new JsonScanner(json).TryTake('"');

    /// <summary>
    /// The text itself if it is a value; else as a JSON string, so that nothing is lost and no line is broken. Empty is null.
    /// </summary>
    public static string Clean(string json) => json.Length == 0 ? "null" : IsValue(json) ? json : Quote(json);

    /// <summary>An object's members, in order.</summary>
    public static List<(string Name, string Json)> Members(string json)
    {
        var members = new List<(string, string)>();
        var scanner = new JsonScanner(json);
        scanner.TryTake('{');
        if (scanner.TryTake('}'))
            return members;

        do
        {
            var name = Unquote(scanner.ReadValue());
            scanner.TryTake(':');
            members.Add((name, scanner.ReadValue().ToString()));
        }
        while (scanner.TryTake(','));

        return members;
    }

    /// <summary>An array's elements, in order.</summary>
    public static List<string> Elements(string json)
    {
        var elements = new List<string>();
        var scanner = new JsonScanner(json);
        scanner.TryTake('[');
        if (scanner.TryTake(']'))
            return elements;

        do
        {
            elements.Add(scanner.ReadValue().ToString());
        }
        while (scanner.TryTake(','));

        return elements;
    }

    /// <summary>The characters that a JSON string stands for.</summary>
    public static string Unquote(ReadOnlySpan<char> json)
    {
        json = json.Trim()[1..^1];
        if (!json.Contains('\\'))
            return json.ToString();

        var text = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                text.Append(json[i]);
                continue;
            }

            i++;
            switch (json[i])
            {
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                case 'u':
                    text.Append((char)ushort.Parse(json.Slice(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    i += 4;
                    break;
                default: text.Append(json[i]); break;
            }
        }

        return text.ToString();
    }

    /// <summary>These characters as a JSON string.</summary>
    public static string Quote(string text)
    {
        var writer = new ArrayBufferWriter<byte>(text.Length + 2);
        ValueJson.WriteText(text, writer);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    /// <summary>Writes a value as it is, but on one line: a line break can only be space between its parts.</summary>
    public static void Write(string json, IBufferWriter<byte> writer) =>
        Encoding.UTF8.GetBytes(json.Replace('\n', ' ').Replace('\r', ' '), writer);
}
