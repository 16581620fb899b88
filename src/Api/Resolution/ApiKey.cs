using System.Buffers;

namespace WandbActors.Resolution;

/// <summary>The rule for keys to a W&amp;B server. A problem never repeats the key.</summary>
internal static class ApiKey
{
    /// <summary>Part of W&amp;B's rule: what follows the first dash (keys of private servers begin with <c>local-</c>) has at least so many characters.</summary>
    private const int MinLength = 40;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>What is wrong with a key, or <c>null</c>. Three parts with dots between are a signed token, which only the server can judge.</summary>
    public static string? FindProblem(string key)
    {
        if (IsSignedToken(key))
            return null;

        var secret = key.AsSpan(key.IndexOf('-') + 1);
        if (secret.Length < MinLength)
            return $"it has {secret.Length} characters where a key has {MinLength} or more";

        return secret.ContainsAnyExcept(Allowed) ? "it has characters other than letters, digits, dash and underscore" : null;
    }

    private static bool IsSignedToken(string key) => key.Split('.') is { Length: 3 } parts && parts.All(part => part.Length > 0);
}
