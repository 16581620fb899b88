using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>Reads the URLs by which a server lets somebody put a file into its storage, and the headers that go with them.</summary>
internal static class SignedUrl
{
    // A signature covers the URL as it was written: tidying it could break it.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Reads <c>uploadUrl</c>; null when the server has the file already. False for what is no URL to put something to.</summary>
    public static bool TryRead(JsonElement file, out Uri? url)
    {
        url = null;
        return file.Text("uploadUrl") is not { } text || (Uri.TryCreate(text, AsWritten, out url) && url.IsAbsoluteUri && ServerAddress.IsHttp(url));
    }

    /// <summary>Reads <c>uploadHeaders</c>, lines of <c>name:value</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(JsonElement place) =>
    [
        .. from header in place.Texts("uploadHeaders")
           let colon = header.IndexOf(':', StringComparison.Ordinal)
           where colon > 0
           select KeyValuePair.Create(header[..colon].Trim(), header[(colon + 1)..].Trim()),
    ];
}
