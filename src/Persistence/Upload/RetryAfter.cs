using System.Globalization;
using System.Net.Http.Headers;

namespace WandbActors.Persistence.Upload;

/// <summary>The server's <c>Retry-After</c>: seconds, fractions allowed, or an HTTP date. What cannot be read counts as not given.</summary>
internal static class RetryAfter
{
    // As long as we try at all; a longer wait is no answer, and timers would not take it.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider time) =>
        headers.NonValidated.TryGetValues("Retry-After", out var values) ? Parse(values.ToString(), time) : null;

    public static TimeSpan? Parse(string text, TimeProvider time)
    {
        text = text.Trim();
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

        // "r" is RFC 1123, the form that HTTP demands to be sent.
        if (!DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return null;

        var wait = date - time.GetUtcNow();
        return wait > Longest ? null : wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
