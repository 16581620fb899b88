namespace WandbActors.Persistence.Upload;

/// <summary>What one file_stream request says, with offsets given and limits kept. Immutable.</summary>
internal sealed record FileStreamParts
{
    public IReadOnlyList<FileLines> Files { get; init; } = [];

    public IReadOnlyCollection<string> Uploaded { get; init; } = [];

    public bool Preempting { get; init; }

    public int? ExitCode { get; init; }

    public long Bytes => Files.Sum(file => file.Lines.Bytes) + Uploaded.Sum(path => (long)path.Length);
}
