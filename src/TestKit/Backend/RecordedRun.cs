using System.Text.Json.Nodes;

namespace WandbActors.TestKit;

/// <summary>What the backend holds of one run. Each property is a copy of the moment; written by the backend alone, under its lock.</summary>
internal sealed class RecordedRun(string entity, string project, string id, Lock gate)
{
    private readonly List<string> _history = [];
    private readonly List<string> _events = [];
    private readonly List<string> _console = [];
    private readonly SortedSet<string> _uploaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly List<JsonObject> _upserts = [];
    private readonly List<JsonObject> _alerts = [];
    private readonly List<RecordedRequest> _requests = [];
    private readonly JsonObject _variables = [];
    private string? _summary;
    private byte[]? _completingBody;

    public string Entity { get; } = entity;

    public string Project { get; } = project;

    public string Id { get; } = id;

    public string StorageId => $"id-{Id}";

    public IReadOnlyList<string> History => Copy(() => _history.ToArray());

    public IReadOnlyList<string> Events => Copy(() => _events.ToArray());

    public IReadOnlyList<string> Console => Copy(() => _console.ToArray());

    public string? Summary => Copy(() => _summary);

    /// <summary>The paths that file_stream has called uploaded.</summary>
    public IReadOnlySet<string> Uploaded => Copy(() => _uploaded.ToHashSet());

    /// <summary>The files that were put, by path.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => Copy(() => _files.ToDictionary());

    /// <summary>The variables of every UpsertBucket, in order.</summary>
    public IReadOnlyList<JsonObject> Upserts => Copy(() => _upserts.ToArray());

    /// <summary>The variables of every alert, in order.</summary>
    public IReadOnlyList<JsonObject> Alerts => Copy(() => _alerts.ToArray());

    /// <summary>All requests about this run, refused and failed ones too, in order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Requests => Copy(() => _requests.ToArray());

    public bool IsPreempting => Copy(() => Preempting);

    public bool IsComplete => Copy(() => _completingBody is not null);

    public int? ExitCode => Copy(() => Exit);

    /// <summary>A variable of the upserts, as the last one that was not null left it.</summary>
    public JsonNode? Variable(string name) => Copy(() => _variables[name]?.DeepClone());

    // What follows is the backend's, which holds the lock.
    internal List<string> HistoryLines => _history;

    internal List<string> EventsLines => _events;

    internal List<string> ConsoleLines => _console;

    internal bool Preempting { get; set; }

    internal int? Exit { get; private set; }

    internal byte[]? CompletingBody => _completingBody;

    internal FileStreamTurn? InFlight { get; set; }

    internal void Record(RecordedRequest request) => _requests.Add(request);

    internal void Upsert(JsonObject variables)
    {
        _upserts.Add((JsonObject)variables.DeepClone());
        foreach (var (name, value) in variables.Where(variable => variable.Value is not null))
            _variables[name] = value!.DeepClone();

        // A run that is registered again goes on.
        _completingBody = null;
        Exit = null;
    }

    internal void Edit(JsonObject variables)
    {
        foreach (var (name, value) in variables)
            _variables[name] = value?.DeepClone();
    }

    internal void Alert(JsonObject variables) => _alerts.Add((JsonObject)variables.DeepClone());

    /// <summary>Takes the run back: what came behind the step is gone, and the summary is what the last row left.</summary>
    internal void Rewind(long step)
    {
        _history.RemoveAll(line => StepOf(line) > step);
        _summary = _history.LastOrDefault() ?? "{}";
        _completingBody = null;
    }

    /// <summary>Begins with the rows of another run up to a step.</summary>
    internal void Fork(RecordedRun source, long step) => _history.AddRange(source._history.Where(line => StepOf(line) <= step));

    internal void Put(string path, byte[] content) => _files[path] = content;

    internal void Summarize(string line) => _summary = line;

    internal void MarkUploaded(string path) => _uploaded.Add(path);

    internal void Complete(int exitCode, byte[] body)
    {
        Exit = exitCode;
        _completingBody = body;
    }

    private static long StepOf(string line) => (long?)JsonMeaning.Node(line)["_step"] ?? 0;

    private T Copy<T>(Func<T> read)
    {
        lock (gate)
            return read();
    }
}
