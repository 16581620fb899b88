namespace WandbActors.Persistence.Upload;

/// <summary>
/// The base URL of a W&amp;B server, the places below it, and where its pages are. Always http or https, without query and without a slash
/// at its end.
/// </summary>
internal sealed record ServerAddress
{
    /// <summary>W&amp;B's own server.</summary>
    public static readonly ServerAddress Cloud = Of(new Uri("https://api.wandb.ai"));

    private ServerAddress(string baseUrl, string appUrl)
    {
        BaseUrl = baseUrl;
        AppUrl = appUrl;
    }

    public string BaseUrl { get; }

    /// <summary>Where the server's pages are.</summary>
    public string AppUrl { get; }

    /// <summary>The key's place in a netrc file: host, with the port if it is not the scheme's own.</summary>
    public string Machine => new Uri(BaseUrl).Authority;

    public Uri GraphQL => new($"{BaseUrl}/graphql");

    /// <summary>Reads a base URL; <paramref name="problem"/> says what is wrong with it.</summary>
    public static bool TryParse(string text, out ServerAddress address, out string problem)
    {
        address = null!;
        problem = "";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !IsHttp(uri))
            problem = $"'{text}' is not an http or https URL";
        else if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            problem = $"'{text}' must not carry a user, a query or a fragment";
        if (problem.Length > 0)
            return false;

        address = Of(uri!);
        return true;
    }

    /// <summary>A server by its base URL; its pages are where W&amp;B's rule says, unless people say otherwise.</summary>
    public static ServerAddress Of(Uri baseUrl, Uri? appUrl = null)
    {
        var text = Text(baseUrl);
        return new ServerAddress(text, appUrl is null ? AppUrlOf(text) : Text(appUrl));
    }

    /// <summary>Why a base URL cannot be a server's, or null.</summary>
    public static string? FindProblem(Uri baseUrl) => baseUrl switch
    {
        { Host: "wandb.ai" } => $"that is where the pages are: use {Cloud}",
        { Host: "api.wandb.ai", Scheme: "http" } => $"the key would travel unencrypted: use {Cloud}",
        _ => null,
    };

    public static bool IsHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;

    public Uri FileStream(RunPath run) => new($"{BaseUrl}/files/{Quoted(run.Entity)}/{Quoted(run.Project)}/{Quoted(run.RunId)}/file_stream");

    /// <summary>Whether the URL lies below this address: only such requests may carry the key.</summary>
    public bool Covers(Uri uri) =>
        uri.IsAbsoluteUri && (uri.AbsoluteUri == BaseUrl || uri.AbsoluteUri.StartsWith(BaseUrl + "/", StringComparison.Ordinal));

    /// <summary>The page of a run.</summary>
    public string RunPage(RunPath run) => $"{AppUrl}/{Quoted(run.Entity)}/{Quoted(run.Project)}/runs/{Quoted(run.RunId)}";

    public override string ToString() => BaseUrl;

    private static string Text(Uri url) => url.AbsoluteUri.TrimEnd('/');

    // The cloud drops "api." from its name, other servers turn it into "app.".
    private static string AppUrlOf(string baseUrl)
    {
        var prefix = baseUrl.Contains("://api.wandb.", StringComparison.Ordinal) ? "://" : "://app.";
        return baseUrl.Replace("://api.", prefix, StringComparison.Ordinal);
    }

    private static string Quoted(string part) => Uri.EscapeDataString(part);
}
