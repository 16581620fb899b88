using System.Text.Json.Nodes;

namespace WandbActors.TestKit;

/// <summary>An artifact that the backend holds. Each property is a copy of the moment; written by the backend alone, under its lock.</summary>
internal sealed class RecordedArtifact(string id, JsonObject input, string? latestId, Lock gate)
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Md5, JsonArray? Parts)> _announced = [];
    private readonly Dictionary<string, SortedDictionary<int, byte[]>> _parts = [];
    private readonly List<string> _usedBy = [];
    private byte[]? _manifest;
    private bool _isCommitted;

    public string Id { get; } = id;

    /// <summary>The newest version of its sequence when it was created.</summary>
    public string? LatestId { get; } = latestId;

    /// <summary>What it was created with.</summary>
    public JsonObject Input { get; } = input;

    public string Name => (string)Input["artifactCollectionName"]!;

    public string Type => (string)Input["artifactTypeName"]!;

    public string Digest => (string)Input["digest"]!;

    public string ClientId => (string)Input["clientID"]!;

    /// <summary>The id of the run that logged it.</summary>
    public string? Run => (string?)Input["runName"];

    public IReadOnlyList<string> Aliases => [.. Input["aliases"]!.AsArray().Select(alias => (string)alias!["alias"]!)];

    /// <summary>Its number in its sequence, from when it is committed.</summary>
    public int? Version { get; internal set; }

    public bool IsCommitted => Copy(() => _isCommitted);

    /// <summary>The files that were put for it, by path; those of earlier versions are not among them.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => Copy(() => _files.ToDictionary());

    public JsonObject? Manifest => Copy(() => _manifest is null ? null : JsonNode.Parse(_manifest)!.AsObject());

    public byte[]? ManifestFile => Copy(() => _manifest);

    /// <summary>The runs that use it.</summary>
    public IReadOnlyList<string> UsedBy => Copy(() => _usedBy.ToArray());

    // What follows is the backend's, which holds the lock.
    internal string? ManifestDigest { get; set; }

    internal bool IsIncremental { get; set; }

    internal Dictionary<string, (string Md5, JsonArray? Parts)> Announced => _announced;

    internal void Put(string path, byte[] content) => _files[path] = content;

    internal void PutPart(string path, int number, byte[] content)
    {
        if (!_parts.TryGetValue(path, out var parts))
            _parts[path] = parts = [];
        parts[number] = content;
    }

    internal IReadOnlyDictionary<int, byte[]> PartsOf(string path) => _parts.GetValueOrDefault(path, []);

    internal void PutManifest(byte[] content) => _manifest = content;

    internal void Commit(int version)
    {
        _isCommitted = true;
        Version = version;
    }

    internal void Use(string run)
    {
        if (!_usedBy.Contains(run))
            _usedBy.Add(run);
    }

    private T Copy<T>(Func<T> read)
    {
        lock (gate)
            return read();
    }
}
