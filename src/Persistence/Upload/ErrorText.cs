using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>The text for people in a failed answer: <c>errors[].message</c>, <c>error</c> or <c>error.message</c>, whichever is there.</summary>
internal static class ErrorText
{
    private const int MaxLength = 1000;

    /// <summary>The text in a JSON body, or null if there is none.</summary>
    public static string? Find(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return null;

        var texts = new List<string>();
        if (body.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
            texts.AddRange(errors.EnumerateArray().Select(Message).OfType<string>());
        if (texts.Count == 0 && body.TryGetProperty("error", out var error) && Message(error) is { } text)
            texts.Add(text);
        return texts.Count == 0 ? null : Shortened(string.Join("; ", texts));
    }

    /// <summary>Whether GraphQL calls this answer a failure, whatever its status says.</summary>
    public static bool HasErrors(JsonElement body) =>
        body.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0;

    private static string? Message(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => error.GetString(),
        JsonValueKind.Object when error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String =>
            message.GetString(),
        _ => null,
    };

    private static string Shortened(string text) => text.Length <= MaxLength ? text : text[..MaxLength] + "…";
}
