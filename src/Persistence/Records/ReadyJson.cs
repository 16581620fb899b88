namespace WandbActors.Persistence.Records;

/// <summary>JSON text in UTF-8 that was complete at the call. NaN and infinities stand as W&amp;B's bare tokens. Immutable.</summary>
internal sealed class ReadyJson(ReadOnlyMemory<byte> utf8)
{
    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;
}
