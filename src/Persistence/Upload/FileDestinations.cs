using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>Where a run's files are to be put: a signed URL for each, or null for one that the server has already, and headers for all.</summary>
internal sealed record FileDestinations(IReadOnlyDictionary<string, Uri?> Urls, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    // A signature covers the URL as it was written: tidying it could break it.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Reads the reply to <c>CreateRunFiles</c>; null if it does not answer for each of the <paramref name="asked"/> files.</summary>
    public static FileDestinations? Read(JsonElement data, IReadOnlyCollection<string> asked)
    {
        var urls = new Dictionary<string, Uri?>();
        foreach (var file in data.Items("createRunFiles", "files"))
        {
            if (file.Text("name") is not { } name || !TryReadUrl(file, out var url))
                return null;
            urls[name] = url;
        }

        return urls.Count == asked.Count && asked.All(urls.ContainsKey) ? new FileDestinations(urls, ReadHeaders(data)) : null;
    }

    private static bool TryReadUrl(JsonElement file, out Uri? url)
    {
        url = null;
        return file.Text("uploadUrl") is not { } text || (Uri.TryCreate(text, AsWritten, out url) && url.IsAbsoluteUri && ServerAddress.IsHttp(url));
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(JsonElement data) =>
    [
        .. from header in data.Texts("createRunFiles", "uploadHeaders")
           let colon = header.IndexOf(':', StringComparison.Ordinal)
           where colon > 0
           select KeyValuePair.Create(header[..colon].Trim(), header[(colon + 1)..].Trim()),
    ];
}
