using System.Text.Json.Nodes;

namespace WandbActors.TestKit;

/// <summary>What a server of this kit holds of one run. Each property is a copy of the moment. Any thread.</summary>
public sealed class RecordedRun
{
    private readonly Lock _gate; // the server's, which alone writes
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

    internal RecordedRun(string entity, string project, string id, Lock gate) => (Entity, Project, Id, _gate) = (entity, project, id, gate);

    /// <summary>Whose project it is in.</summary>
    public string Entity { get; }

    /// <summary>The project.</summary>
    public string Project { get; }

    /// <summary>The run's id.</summary>
    public string Id { get; }

    /// <summary>The rows in the order of their lines.</summary>
    public IReadOnlyList<RecordedRow> Rows => [.. History.Select(line => new RecordedRow(line))];

    /// <summary>The lines of the history as they were sent: one JSON object for each row.</summary>
    public IReadOnlyList<string> History => Copy(() => _history.ToArray());

    /// <summary>The lines of <c>output.log</c> as they were sent, with their stamps.</summary>
    public IReadOnlyList<string> Console => Copy(() => _console.ToArray());

    /// <summary>The summary; empty if none was sent.</summary>
    public RecordedValues Summary => new(SummaryLine ?? "{}");

    /// <summary>The config, without what clients note of themselves.</summary>
    public RecordedValues Config => RecordedValues.OfConfig((string?)Variable("config"));

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags => [.. Variable("tags")?.AsArray().Select(tag => (string)tag!) ?? []];

    /// <summary>The run's name for people; <c>null</c> if none was sent.</summary>
    public string? Name => (string?)Variable("displayName");

    internal string StorageId => $"id-{Id}";

    internal IReadOnlyList<string> Events => Copy(() => _events.ToArray());

    internal string? SummaryLine => Copy(() => _summary);

    /// <summary>The paths that file_stream has called uploaded.</summary>
    internal IReadOnlySet<string> Uploaded => Copy(() => _uploaded.ToHashSet());

    /// <summary>The files that were put, by path.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => Copy(() => _files.ToDictionary());

    /// <summary>The variables of every UpsertBucket, in order.</summary>
    internal IReadOnlyList<JsonObject> Upserts => Copy(() => _upserts.ToArray());

    /// <summary>The variables of every alert, in order.</summary>
    internal IReadOnlyList<JsonObject> Alerts => Copy(() => _alerts.ToArray());

    /// <summary>All requests about this run, refused and failed ones too, in order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Requests => Copy(() => _requests.ToArray());

    /// <summary>Whether the run has said that its machine is about to be taken away.</summary>
    public bool IsPreempting => Copy(() => Preempting);

    /// <summary>Whether the run has said that it has ended, and everything was sent.</summary>
    public bool IsComplete => Copy(() => _completingBody is not null);

    /// <summary>The exit code; <c>null</c> as long as the run has not ended.</summary>
    public int? ExitCode => Copy(() => Exit);

    /// <summary>A variable of the upserts, as the last one that was not null left it.</summary>
    internal JsonNode? Variable(string name) => Copy(() => _variables[name]?.DeepClone());

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
        lock (_gate)
            return read();
    }
}
