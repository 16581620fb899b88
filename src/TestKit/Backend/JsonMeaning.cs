using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WandbActors.TestKit;

/// <summary>
/// What a JSON text means, whatever its form: names sorted, numbers by value, NaN and infinities as texts. Parsed by System.Text.Json, so a
/// text that is no JSON fails here.
/// </summary>
internal static partial class JsonMeaning
{
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(Strict(json));
        return Of(document.RootElement);
    }

    public static string Of(ReadOnlyMemory<byte> utf8) => Of(System.Text.Encoding.UTF8.GetString(utf8.Span));

    public static JsonNode Node(string json) => JsonNode.Parse(Strict(json))!;

    private static string Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Of(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', element.EnumerateArray().Select(Of))}]",
        JsonValueKind.Number => (element.GetDouble() + 0.0).ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.String => JsonSerializer.Serialize(element.GetString()),
        _ => element.GetRawText(),
    };

    private static string Strict(string json) =>
        StringOrBareToken().Replace(json, match => match.Value[0] == '"' ? match.Value : $"\"{match.Value}\"");

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|-?Infinity|NaN
        """)]
    private static partial Regex StringOrBareToken();
}
