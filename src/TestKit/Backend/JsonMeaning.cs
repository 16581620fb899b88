using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WandbActors.TestKit;

/// <summary>
/// What a JSON text means, whatever its form: names sorted, numbers by value, NaN and infinities as what no text is. Parsed by System.Text.Json, so
/// a text that is no JSON fails here.
/// </summary>
internal static partial class JsonMeaning
{
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(Strict(json, "\uE000"));
        return Of(document.RootElement);
    }

    public static string Of(ReadOnlyMemory<byte> utf8) => Of(System.Text.Encoding.UTF8.GetString(utf8.Span));

    /// <summary>The text to be looked into; NaN and infinities are texts.</summary>
    public static JsonNode Node(string json) => JsonNode.Parse(Strict(json, ""))!;

    private static string Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Of(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', element.EnumerateArray().Select(Of))}]",
        JsonValueKind.Number => Of(element.GetDouble(), element.GetRawText()),
        JsonValueKind.String => JsonSerializer.Serialize(element.GetString()),
        _ => element.GetRawText(),
    };

    // A whole number is more than a double that has not all of its digits.
    private static string Of(double number, string text) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && double.IsFinite(number) && new BigInteger(number) != whole
            ? whole.ToString(CultureInfo.InvariantCulture)
            : (number + 0.0).ToString("R", CultureInfo.InvariantCulture);

    private static string Strict(string json, string mark) =>
        StringOrBareToken().Replace(json, match => match.Value[0] == '"' ? match.Value : $"\"{mark}{match.Value}\"");

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|-?Infinity|NaN
        """)]
    private static partial Regex StringOrBareToken();
}
