using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>The text for people in a failed answer: <c>errors[].message</c>, <c>error</c> or <c>error.message</c>, whichever is there.</summary>
internal static class ErrorText
{
    private const int MaxLength = 1000;

    /// <summary>The text in a JSON body, or null if there is none.</summary>
    public static string? Find(JsonElement body)
    {
        var texts = body.Items("errors").Select(Message).OfType<string>().ToArray();
        var text = texts.Length > 0 ? string.Join("; ", texts) : body.At("error") is { } error ? Message(error) : null;
        return text is null || text.Length <= MaxLength ? text : text[..MaxLength] + "…";
    }

    /// <summary>Whether GraphQL calls this answer a failure, whatever its status says.</summary>
    public static bool HasErrors(JsonElement body) => body.Items("errors").Any();

    private static string? Message(JsonElement error) => error.Text() ?? error.Text("message");
}
