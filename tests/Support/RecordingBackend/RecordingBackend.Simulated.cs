namespace WandbActors.Testing;

internal sealed partial class RecordingBackend
{
    /// <summary>The same server without a socket, for simulations: whoever plays the network hands it each request when it arrives.</summary>
    public static RecordingBackend WithoutSocket(TimeProvider time) => new(time, "http://simulated");

    /// <summary>Takes a request at once, by the same rules. Faults, and how many requests are in flight, are the network's matter.</summary>
    public (int Status, string Body) Receive(string method, Uri uri, IReadOnlyDictionary<string, string> headers, byte[] body)
    {
        var answer = uri.AbsolutePath.Split('/') switch
        {
            ["", "graphql"] => ReceiveCall(Request),
            ["", "files", var entity, var project, var id, "file_stream"] => ReceiveLines(Request(FileStream), Run(entity, project, id)),
            ["", "__put", var entity, var project, var id, .. var name] => ReceiveFile(Request(Upload), Run(entity, project, id), Uri.UnescapeDataString(string.Join('/', name)), uri.Query),
            _ => new Answer(404, """{"error":"no such place"}"""),
        };
        return (answer.Status, answer.Body);

        RecordedRequest Request(string kind) => new(kind, method, uri.AbsolutePath, headers, body, _time.GetUtcNow());
    }

    /// <summary>Notes what no client may do and only the network can see.</summary>
    public void Accuse(string violation) => Refuse(violation);

    private Answer ReceiveCall(Func<string, RecordedRequest> request)
    {
        var (name, variables) = ReadCall(request("").Body);
        Log(request(name), RunOf(name, variables));
        return IsAuthorized(request(name)) ? Take(name, variables) : Refuse($"{name} came without the right key", 401);
    }

    private Answer ReceiveLines(RecordedRequest request, RecordedRun run)
    {
        Log(request, run);
        return IsAuthorized(request) ? Take(run, request.Body) : Refuse("file_stream came without the right key", 401);
    }

    private Answer ReceiveFile(RecordedRequest request, RecordedRun run, string name, string query)
    {
        Log(request, run);
        if (Problem(request, query) is { } problem)
            return Refuse($"the upload of {name} {problem}");

        Store(run, name, request.Body);
        return new Answer(200, "");
    }
}
