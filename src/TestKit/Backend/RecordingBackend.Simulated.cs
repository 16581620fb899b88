namespace WandbActors.TestKit;

public sealed partial class RecordingBackend
{
    /// <summary>The same server without a socket, for simulations: whoever plays the network hands it each request when it arrives.</summary>
    internal static RecordingBackend WithoutSocket(TimeProvider time) => new(time, "http://simulated");

    /// <summary>
    /// Takes a request at once, by the same rules and with the same faults, of which the network plays what comes after. How many requests
    /// are in flight is the network's matter.
    /// </summary>
    internal (int Status, string Body, Fault? Fault) Receive(string method, Uri uri, IReadOnlyDictionary<string, string> headers, byte[] body)
    {
        var (answer, fault) = uri.AbsolutePath.Split('/') switch
        {
            ["", "graphql"] => ReceiveCall(Request),
            ["", "files", var entity, var project, var id, "file_stream"] => ReceiveLines(Request(FileStream), RunOf(entity, project, id)),
            ["", "__storage", ..] => ReceiveContent(Request(Upload), uri.AbsolutePath, uri.Query),
            ["", "__put", var entity, var project, var id, .. var name] => ReceiveFile(Request(Upload), RunOf(entity, project, id), string.Join('/', name), uri.Query),
            _ => (new Answer(404, """{"error":"no such place"}"""), null),
        };
        return (answer.Status, answer.Body, fault);

        // Kestrel reads the escapes of a path; here nobody has.
        RecordedRun RunOf(string entity, string project, string id) => Run(Uri.UnescapeDataString(entity), Uri.UnescapeDataString(project), Uri.UnescapeDataString(id));

        RecordedRequest Request(string kind) => new(kind, method, uri.AbsolutePath, headers, body, _time.GetUtcNow());
    }

    /// <summary>Notes what no client may do and only the network can see.</summary>
    internal void Accuse(string violation) => Refuse(violation);

    private (Answer Answer, Fault? Fault) ReceiveCall(Func<string, RecordedRequest> request)
    {
        var (name, variables) = ReadCall(request("").Body);
        Log(request(name), RunOf(name, variables));
        return IsAuthorized(request(name)) ? Meet(name, () => Take(name, variables)) : (Refuse($"{name} came without the right key", 401), null);
    }

    private (Answer Answer, Fault? Fault) ReceiveLines(RecordedRequest request, RecordedRun run)
    {
        Log(request, run);
        return IsAuthorized(request) ? Meet(FileStream, () => Take(run, request.Body)) : (Refuse("file_stream came without the right key", 401), null);
    }

    private (Answer Answer, Fault? Fault) ReceiveFile(RecordedRequest request, RecordedRun run, string name, string query)
    {
        Log(request, run);
        if (Problem(request, query) is { } problem)
            return (Refuse($"the upload of {name} {problem}"), null);

        return Meet(Upload, () =>
        {
            Store(run, Uri.UnescapeDataString(name), request.Body);
            return new Answer(200, "");
        });
    }

    private (Answer Answer, Fault? Fault) ReceiveContent(RecordedRequest request, string path, string query)
    {
        Log(request, null);
        return Meet(Upload, () => Keep(request, path, query));
    }

    private (Answer Answer, Fault? Fault) Meet(string kind, Func<Answer> take)
    {
        var fault = NextFault(kind);
        return (fault is { Stores: false } ? new Answer(200, "{}") : take(), fault);
    }
}
