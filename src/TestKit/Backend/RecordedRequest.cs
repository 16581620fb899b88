namespace WandbActors.TestKit;

/// <summary>A request as it came in. Immutable.</summary>
/// <param name="Kind"><see cref="RecordingBackend.FileStream"/>, <see cref="RecordingBackend.Upload"/> or the name of a GraphQL operation.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Headers">The headers, several of one name in one; names are compared without case.</param>
/// <param name="Body">The body, decompressed.</param>
/// <param name="ArrivedAt">When it came.</param>
public sealed record RecordedRequest(
    string Kind, string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, DateTimeOffset ArrivedAt)
{
    /// <summary>The body as a text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}
