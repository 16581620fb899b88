using System.Globalization;
using System.Net.Http.Headers;

namespace WandbActors.Persistence.Upload;

/// <summary>What a server says about its own limit (IETF draft 02): so many requests are left until its window ends.</summary>
internal readonly record struct RateLimit(double Remaining, TimeSpan Reset)
{
    // A window longer than this is a broken header; obeying it would stop a run's uploads for good.
    private const double MaxResetSeconds = 3600;

    /// <summary>The limit in these headers, or null without a readable one.</summary>
    public static RateLimit? Read(HttpResponseHeaders headers) =>
        Number(headers, "RateLimit-Remaining") is { } remaining && Number(headers, "RateLimit-Reset") is { } seconds
            ? new RateLimit(remaining, TimeSpan.FromSeconds(Math.Min(seconds, MaxResetSeconds)))
            : null;

    private static double? Number(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values)
        && double.TryParse(values.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
