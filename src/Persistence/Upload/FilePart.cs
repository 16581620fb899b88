namespace WandbActors.Persistence.Upload;

/// <summary>A stretch of a file that is sent by itself.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="HexMD5">The MD5 of these bytes, in hex.</param>
internal sealed record FilePart(int Number, long Offset, long Length, string HexMD5);
