using System.Buffers;
using System.Text;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;
using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Api.Tests.DataTypes;

/// <summary>A place in a row of a run, in a directory of its own that is removed after.</summary>
internal sealed class SomePlace : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly RowPlace _place;

    public SomePlace(string key = "key", long? step = 3)
    {
        Assert.True(RunId.TryParse("r1", out var id, out _));
        Directory.CreateDirectory(_directory.Path);
        _place = new RowPlace(new MediaFolder { RunId = id, LogGuid = Guid.Empty, RunDirectory = _directory.Path }, key, step);
    }

    public string DirectoryPath => _directory.Path;

    public IReadOnlyList<Record> Records => _place.Records;

    public string? Remark => _place.Remark;

    public int Lost => _place.Lost;

    /// <summary>The files that were announced, with their content as text.</summary>
    public (string Path, string Text)[] Files => [.. RunFiles.NamedIn(Records).Select(path => (path, Encoding.UTF8.GetString(Read(path))))];

    public ArtifactRecord Artifact => Assert.Single(Records, record => record.Artifact is not null).Artifact;

    public string ArtifactFile(string path) => File.ReadAllText(Artifact.Manifest.Contents.Single(entry => entry.Path == path).LocalPath);

    /// <summary>The meaning of the value's JSON here.</summary>
    public string Write(MetricValue value) => JsonMeaning.Of(WriteExactly(value));

    public string WriteExactly(MetricValue value)
    {
        var writer = new ArrayBufferWriter<byte>();
        ValueJson.Write(value, writer, _place);
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }

    public byte[] Read(string path) => File.ReadAllBytes(Path.Combine(_directory.Path, "files", path));

    /// <summary>A file outside the run, to make values of.</summary>
    public string Save(string name, params ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(_directory.Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => _directory.Dispose();
}
