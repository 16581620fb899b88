namespace WandbActors.TestKit;

/// <summary>
/// A request as it came in. <see cref="Kind"/> is <see cref="RecordingBackend.FileStream"/>, <see cref="RecordingBackend.Upload"/> or the
/// name of a GraphQL operation; <see cref="Body"/> is decompressed.
/// </summary>
internal sealed record RecordedRequest(
    string Kind, string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, DateTimeOffset ArrivedAt)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}
