namespace WandbActors;

/// <summary>A file of a logged value.</summary>
/// <param name="Path">Where it is in the run's <c>files/</c>, or in its artifact; with slashes.</param>
/// <param name="Sha256">The SHA-256 of its content, in small hexadecimal digits.</param>
/// <param name="Size">Its length in bytes.</param>
public readonly record struct MediaFile(string Path, string Sha256, long Size);
