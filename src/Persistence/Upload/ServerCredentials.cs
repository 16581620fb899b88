using System.Text;

namespace WandbActors.Persistence.Upload;

/// <summary>Who we are to a server: the API key and, for its records only, the user's name and e-mail. Never prints the key.</summary>
internal sealed class ServerCredentials(string apiKey, string? username = null, string? userEmail = null)
{
    /// <summary>The value of <c>Authorization</c>: HTTP Basic with the fixed user <c>api</c>.</summary>
    public string Authorization { get; } = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + apiKey));

    public string Username { get; } = OnOneLine(username);

    public string UserEmail { get; } = OnOneLine(userEmail);

    public override string ToString() => Username.Length == 0 ? "an API key" : $"an API key of {Username}";

    // A control character would be refused as a header's value, and with it the whole request.
    private static string OnOneLine(string? text) => string.Concat((text ?? "").Where(c => !char.IsControl(c)));
}
