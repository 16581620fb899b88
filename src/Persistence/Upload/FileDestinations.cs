using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>Where a run's files are to be put: a signed URL for each, or null for one that the server has already, and headers for all.</summary>
internal sealed record FileDestinations(IReadOnlyDictionary<string, Uri?> Urls, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Reads the reply to <c>CreateRunFiles</c>; null if it does not answer for each of the <paramref name="asked"/> files.</summary>
    public static FileDestinations? Read(JsonElement data, IReadOnlyCollection<string> asked)
    {
        var urls = new Dictionary<string, Uri?>();
        foreach (var file in data.Items("createRunFiles", "files"))
        {
            if (file.Text("name") is not { } name || !SignedUrl.TryRead(file, out var url))
                return null;
            urls[name] = url;
        }

        var isWhole = urls.Count == asked.Count && asked.All(urls.ContainsKey);
        return isWhole && data.At("createRunFiles") is { } places ? new FileDestinations(urls, SignedUrl.Headers(places)) : null;
    }
}
