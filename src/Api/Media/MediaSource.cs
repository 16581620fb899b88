namespace WandbActors;

/// <summary>
/// A file that a value is made of, read when the value is made: what happens to the file afterwards does not matter. Immutable.
/// </summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Extension">How its name ends, with the dot and as it was written.</param>
internal sealed record MediaSource(byte[] Content, string Extension)
{
    /// <summary>Reads a file.</summary>
    /// <param name="type">The type that is made of it, for people.</param>
    /// <param name="path">The file.</param>
    /// <param name="extensions">What the name may end with, without the dot; none for anything.</param>
    /// <exception cref="WandbException">There is no such file, it is empty or too long, or its name ends otherwise.</exception>
    public static MediaSource Read(string type, string path, params ReadOnlySpan<string> extensions)
    {
        if (path is null)
            throw new WandbException($"{type}: the path is null");

        var extension = ExtensionOf(type, path, extensions);
        try
        {
            var length = new FileInfo(path).Length;
            if (length > Array.MaxLength)
                throw new WandbException($"{type}: {path} has {length:N0} bytes, more than a value can hold ({Array.MaxLength:N0}): log it in an artifact");

            return Of(type, File.ReadAllBytes(path), extension, path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new WandbException($"{type}: {path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Takes a copy of a file's bytes.</summary>
    /// <exception cref="WandbException">There are none, or the extension is not one of the known ones.</exception>
    public static MediaSource Of(string type, ReadOnlySpan<byte> content, string extension, params ReadOnlySpan<string> extensions) =>
        Of(type, content.ToArray(), ExtensionOf(type, $"content.{extension.TrimStart('.')}", extensions), "the content");

    private static MediaSource Of(string type, byte[] content, string extension, string name) =>
        content.Length > 0 ? new MediaSource(content, extension) : throw new WandbException($"{type}: {name} is empty");

    // Of ".pts.json" and ".json" the longer one is meant.
    private static string ExtensionOf(string type, string path, ReadOnlySpan<string> extensions)
    {
        if (extensions.IsEmpty)
            return Path.GetExtension(path);

        foreach (var extension in extensions)
        {
            if (path.EndsWith($".{extension}", StringComparison.OrdinalIgnoreCase))
                return path[^(extension.Length + 1)..];
        }

        throw new WandbException($"{type}: {path} is none of the files that W&B shows as one: {string.Join(", ", extensions.ToArray())}");
    }
}
