namespace WandbActors.Persistence.Upload;

/// <summary>Which files go in parts, and how large the parts are.</summary>
/// <param name="LeastFileBytes">Smaller files go in one piece.</param>
/// <param name="PartBytes">The bytes of a part, unless that would make too many of them.</param>
internal sealed record PartSizes(long LeastFileBytes, long PartBytes)
{
    // S3's limit, and so that of every storage that speaks its language.
    private const int MaxParts = 10_000;

    // W&B's client rounds larger parts up to whole pages.
    private const int PageBytes = 4096;

    /// <summary>The bytes of a part of a file of this size; <c>null</c> for one that goes in one piece.</summary>
    public long? PartBytesOf(long fileBytes)
    {
        if (fileBytes < LeastFileBytes)
            return null;
        if (fileBytes <= PartBytes * MaxParts)
            return PartBytes;

        var least = (fileBytes + MaxParts - 1) / MaxParts;
        return (least + PageBytes - 1) / PageBytes * PageBytes;
    }
}
