using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>Reads replies that may lack anything: what is absent, null or of another kind is null.</summary>
internal static class JsonReading
{
    /// <summary>The element at this path of names.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : element;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long? Integer(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    public static bool Flag(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) is { ValueKind: JsonValueKind.True };

    /// <summary>The items of an array; none if it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The texts of an array; what is no text is left out.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement element, params ReadOnlySpan<string> path) =>
        [.. element.Items(path).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    /// <summary>JSON inside a JSON text.</summary>
    public static JsonElement? Embedded(this JsonElement element, string name)
    {
        try
        {
            return element.Text(name) is { } text ? JsonElement.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
