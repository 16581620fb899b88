namespace WandbActors.Persistence.Upload;

/// <summary>The limits of one request, W&amp;B's own by default.</summary>
/// <param name="MaxRequestBytes">By the summed lengths of its lines, 10 MiB; what is above it goes into the next request.</param>
/// <param name="MaxLineBytes">10 MiB less 100 KiB; a longer line is replaced by a marker line.</param>
internal sealed record FileStreamLimits(int MaxRequestBytes, int MaxLineBytes)
{
    public static readonly FileStreamLimits Default = new(10 << 20, (10 << 20) - (100 << 10));
}
