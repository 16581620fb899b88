using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace WandbActors.TestKit;

public sealed partial class RecordingBackend
{
    private readonly Dictionary<string, Queue<Fault>> _script = [];
    private readonly Dictionary<string, Fault> _outages = [];

    /// <summary>The next requests of this kind meet these faults, one each.</summary>
    /// <param name="kind">As in <see cref="RecordedRequest"/>.</param>
    /// <param name="faults">What becomes of them, in their order.</param>
    public void Script(string kind, params Fault[] faults)
    {
        lock (_lock)
        {
            if (!_script.TryGetValue(kind, out var queue))
                _script[kind] = queue = new Queue<Fault>();
            foreach (var fault in faults)
                queue.Enqueue(fault);
        }
    }

    /// <summary>All requests of this kind meet this fault, until <see cref="Restore"/>. The script goes first.</summary>
    public void BreakDown(string kind, Fault fault)
    {
        lock (_lock)
            _outages[kind] = fault;
    }

    /// <summary>Requests of this kind are answered again.</summary>
    public void Restore(string kind)
    {
        lock (_lock)
            _outages.Remove(kind);
    }

    /// <summary>
    /// What becomes of a request that neither a script nor an outage meets, by its kind; also asked of every <see cref="Connection"/> and
    /// every <see cref="Arrival"/>, which can only be cut. Any thread.
    /// </summary>
    public Func<string, Fault?>? Weather { get; set; }

    private Fault? NextFault(string kind)
    {
        lock (_lock)
        {
            if (_script.TryGetValue(kind, out var queue) && queue.TryDequeue(out var fault))
                return fault;
            if (_outages.GetValueOrDefault(kind) is { } outage)
                return outage;
        }

        return Weather?.Invoke(kind);
    }

    private Task AcceptAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (NextFault(Connection) is not { Drops: true })
            return next(connection);

        connection.Abort();
        return Task.CompletedTask;
    }

    // Cut when half of the body is there.
    private async Task<bool> IsCutAsync(HttpContext context)
    {
        if (NextFault(Arrival) is not { Drops: true })
            return false;

        var half = new byte[(context.Request.ContentLength ?? 2) / 2];
        await context.Request.Body.ReadAtLeastAsync(half, half.Length, throwOnEndOfStream: false, context.RequestAborted);
        context.Abort();
        return true;
    }

    // Answers as the fault demands, or well.
    private static async Task ReplyAsync(HttpContext context, Answer answer, Fault? fault)
    {
        if (fault is not null)
            await fault.Gate.WaitAsync(context.RequestAborted);
        if (fault is { Drops: true })
        {
            context.Abort();
            return;
        }

        if (answer.ETag is not null)
            context.Response.Headers.ETag = answer.ETag;

        // A refusal is never hidden behind a fault.
        var isFaulty = fault is not null && answer.Status == 200;
        context.Response.StatusCode = isFaulty ? fault!.Status : answer.Status;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in fault?.Headers ?? [])
            context.Response.Headers[name] = value;
        await context.Response.WriteAsync((isFaulty ? fault!.Body : null) ?? answer.Body, context.RequestAborted);
    }
}
