namespace WandbActors.Persistence.Upload;

/// <summary>A part of a file that the storage has.</summary>
/// <param name="Number">From 1.</param>
/// <param name="ETag">What the storage calls it; empty when it did not say.</param>
internal sealed record PutPart(int Number, string ETag);
