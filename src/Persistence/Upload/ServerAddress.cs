namespace WandbActors.Persistence.Upload;

/// <summary>The base URL of a W&amp;B server and the places below it. Always http or https, without query and without a slash at its end.</summary>
internal sealed record ServerAddress
{
    private ServerAddress(Uri baseUrl) => BaseUrl = baseUrl.AbsoluteUri.TrimEnd('/');

    public string BaseUrl { get; }

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

        address = new ServerAddress(uri!);
        return true;
    }

    public static bool IsHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;

    public Uri FileStream(RunPath run) => new($"{BaseUrl}/files/{Quoted(run.Entity)}/{Quoted(run.Project)}/{Quoted(run.RunId)}/file_stream");

    /// <summary>Whether the URL lies below this address: only such requests may carry the key.</summary>
    public bool Covers(Uri uri) =>
        uri.IsAbsoluteUri && (uri.AbsoluteUri == BaseUrl || uri.AbsoluteUri.StartsWith(BaseUrl + "/", StringComparison.Ordinal));

    /// <summary>The page of a run; <paramref name="appUrl"/> is an explicit address of the pages, or null for the usual one.</summary>
    public string RunPage(RunPath run, string? appUrl = null) =>
        $"{AppUrl(appUrl)}/{Quoted(run.Entity)}/{Quoted(run.Project)}/runs/{Quoted(run.RunId)}";

    /// <summary>Where the server's pages are: the cloud drops <c>api.</c> from its name, other servers turn it into <c>app.</c>.</summary>
    public string AppUrl(string? explicitUrl = null)
    {
        if (!string.IsNullOrEmpty(explicitUrl))
            return explicitUrl.TrimEnd('/');

        return BaseUrl.Contains("://api.wandb.", StringComparison.Ordinal)
            ? BaseUrl.Replace("://api.", "://", StringComparison.Ordinal)
            : BaseUrl.Replace("://api.", "://app.", StringComparison.Ordinal);
    }

    public override string ToString() => BaseUrl;

    private static string Quoted(string part) => Uri.EscapeDataString(part);
}
