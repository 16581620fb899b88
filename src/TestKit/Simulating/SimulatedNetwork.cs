using System.Net;

namespace WandbActors.TestKit;

/// <summary>
/// The recording backend behind a simulated network: every request takes its time, meets the weather, and is answered by virtual time
/// on the simulation's thread. It has the backend's rules, and watches over how many requests of a run are in flight.
/// </summary>
internal sealed class SimulatedNetwork(SimulatedSystem simulation) : HttpMessageHandler
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    private readonly HashSet<string> _inFlight = [];

    public RecordingBackend Backend { get; } = RecordingBackend.WithoutSocket(simulation.Time);

    /// <summary>What becomes of each request, whatever it is; <c>null</c> if nothing does.</summary>
    public Func<Fault?> Weather
    {
        set => Backend.Weather = _ => value();
    }

    /// <summary>What every connection fails with; <c>null</c> when none does.</summary>
    public Exception? Broken { get; set; }

    /// <summary>How many requests have met a fault.</summary>
    public int Faults { get; private set; }

    /// <summary>When each request came, uploads to signed URLs left out: they go to another host.</summary>
    public List<DateTimeOffset> Arrivals { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        // A file is read by the pool: the simulation stands still meanwhile.
        var body = request.Content?.ReadAsByteArrayAsync(cancellationToken).GetAwaiter().GetResult() ?? [];
        var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        After(Latency, () =>
        {
            if (!answer.Task.IsCompleted)
                Arrive(request.Method.Method, uri, headers, body, answer);
        });
        return answer.Task;
    }

    private void Arrive(string method, Uri uri, Dictionary<string, string> headers, byte[] body, TaskCompletionSource<HttpResponseMessage> answer)
    {
        if (Broken is { } broken)
        {
            answer.TrySetException(new HttpRequestException("no connection", broken));
            return;
        }

        if (method != "PUT")
            Arrivals.Add(simulation.Time.GetUtcNow());
        simulation.Note(body);
        var isStream = uri.AbsolutePath.EndsWith("file_stream", StringComparison.Ordinal);
        if (isStream && !_inFlight.Add(uri.AbsolutePath))
            Backend.Accuse($"{uri.AbsolutePath}: a second request while one is in flight");
        if (isStream)
            _ = answer.Task.ContinueWith(_ => _inFlight.Remove(uri.AbsolutePath), TaskContinuationOptions.ExecuteSynchronously);

        var (status, text, fault) = Backend.Receive(method, uri, headers, body);
        Faults += fault is null ? 0 : 1;
        if (fault is not { Gate.IsCompleted: false })
            After(Latency, () => Reply(answer, status, text, fault));
    }

    private static void Reply(TaskCompletionSource<HttpResponseMessage> answer, int status, string text, Fault? fault)
    {
        if (fault is { Drops: true })
        {
            answer.TrySetException(new HttpRequestException("the connection is gone"));
            return;
        }

        // A refusal is never hidden behind a fault.
        var isFaulty = fault is not null && status == 200;
        var response = new HttpResponseMessage((HttpStatusCode)(isFaulty ? fault!.Status : status))
        {
            Content = new StringContent((isFaulty ? fault!.Body : null) ?? text),
        };
        foreach (var (name, value) in fault?.Headers ?? [])
            response.Headers.TryAddWithoutValidation(name, value);
        answer.TrySetResult(response);
    }

    private void After(TimeSpan delay, Action action) => simulation.Time.CreateTimer(_ => action(), null, delay, Timeout.InfiniteTimeSpan);
}
