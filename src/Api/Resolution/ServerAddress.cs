namespace WandbActors.Resolution;

/// <summary>Where the server's interface is and where its pages are. Immutable; both without a slash at the end.</summary>
internal sealed record ServerAddress(Uri BaseUrl, Uri AppUrl)
{
    public static readonly Uri Default = new("https://api.wandb.ai");

    /// <summary>The key's place in a netrc file: host, with the port if it is not the scheme's own.</summary>
    public string Machine => BaseUrl.Authority;

    /// <summary>The page of a run.</summary>
    public string RunPage(string entity, string project, string runId) =>
        $"{Text(AppUrl)}/{Uri.EscapeDataString(entity)}/{Uri.EscapeDataString(project)}/runs/{Uri.EscapeDataString(runId)}";

    /// <summary>The text of an address as W&amp;B writes it.</summary>
    public static string Text(Uri address) => address.AbsoluteUri.TrimEnd('/');

    /// <summary>A server by its interface; its pages are where W&amp;B's rule says, unless people say otherwise.</summary>
    public static ServerAddress Of(Uri baseUrl, Uri? appUrl = null) => new(baseUrl, appUrl ?? AppUrlOf(baseUrl));

    /// <summary>Why an address cannot be a server's interface, or <c>null</c>.</summary>
    public static string? FindProblem(Uri address) => address switch
    {
        { Host: "wandb.ai" } => $"that is where the pages are: use {Text(Default)}",
        { Host: "api.wandb.ai", Scheme: "http" } => $"the key would travel unencrypted: use {Text(Default)}",
        _ => null,
    };

    private static Uri AppUrlOf(Uri baseUrl)
    {
        var pagePrefix = baseUrl.Host.StartsWith("api.wandb.", StringComparison.Ordinal) ? "://" : "://app.";
        return new Uri(Text(baseUrl).Replace("://api.", pagePrefix, StringComparison.Ordinal));
    }
}
