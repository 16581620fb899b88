namespace WandbActors.Persistence.Records;

/// <summary>
/// JSON text in UTF-8 that was complete at the call. NaN and infinities stand as W&amp;B's bare tokens. Immutable.
/// <see cref="Depth"/> counts the lists and objects inside one another, so that values made of values stay within their limit.
/// </summary>
internal sealed class ReadyJson(ReadOnlyMemory<byte> utf8, int depth = 0, string? marker = null)
{
    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;

    public int Depth { get; } = depth;

    /// <summary>The text that stands in it for what could not be read, if there is one.</summary>
    public string? Marker { get; } = marker;
}
