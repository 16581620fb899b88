using System.Text;

namespace WandbActors.Persistence.Records;

/// <summary>
/// A setting with its JSON, or, of one that is too large, the text that stands in its place. Servers take a run's config and notes in one
/// request and its summary in one line, of about 10 MB each: what is larger would reach none of them, and take the others along. Immutable.
/// </summary>
/// <param name="Value">The value as it is kept.</param>
/// <param name="Json">Its JSON.</param>
/// <param name="Bytes">How large it was; at least so large, if that is too large.</param>
/// <param name="Marker">The text in its place; <c>null</c> if it is kept as it was.</param>
internal sealed record BoundedValue(MetricValue Value, string Json, long Bytes, string? Marker)
{
    /// <summary>Bytes of the largest value in the config or the summary, and of the longest text among a run's attributes.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Bytes of all settings in one record: half of what any record may have.</summary>
    public const int MaxBytesInAll = 32 * 1024 * 1024;

    public static BoundedValue Of(MetricValue value)
    {
        if (PlainBytes(value) is > MaxBytes and var plain)
            return InPlaceOf(plain);

        var json = ValueJson.ToJsonText(value);
        var bytes = Encoding.UTF8.GetByteCount(json);
        return bytes > MaxBytes ? InPlaceOf(bytes) : new BoundedValue(value, json, bytes, null);
    }

    private static BoundedValue InPlaceOf(long bytes)
    {
        var marker = ValueMarker.TooLargeSetting(bytes, MaxBytes);
        return new BoundedValue(marker, ValueJson.ToJsonText(marker), bytes, (string)marker.Reference!);
    }

    // Asked before the JSON is made: a text of gigabytes has none.
    private static long PlainBytes(MetricValue value) => value.Reference switch
    {
        string text => text.Length,
        ReadyJson json => json.Utf8.Length,
        NestedValues nested => PlainBytes(nested),
        _ => 0,
    };

    private static long PlainBytes(NestedValues nested)
    {
        var bytes = 0L;
        foreach (var (name, value) in nested.Entries)
            bytes += (name?.Length ?? 0) + PlainBytes(value);
        return bytes;
    }
}
