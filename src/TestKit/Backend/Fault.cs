namespace WandbActors.TestKit;

/// <summary>What a server of this kit does to a request instead of answering it well. Immutable; one fault may meet any number of requests.</summary>
public sealed record Fault
{
    private Fault()
    {
    }

    /// <summary>Whether the request takes effect before things go wrong.</summary>
    internal bool Stores { get; private init; } = true;

    /// <summary>Whether the connection is cut instead of an answer.</summary>
    internal bool Drops { get; private init; }

    internal int Status { get; private init; } = 200;

    /// <summary>The answer's body; null for the usual one.</summary>
    internal string? Body { get; private init; }

    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    /// <summary>Answers only once this is done.</summary>
    internal Task Gate { get; private init; } = Task.CompletedTask;

    /// <summary>Nothing is stored, and this status comes back.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">The value of <c>Retry-After</c>: seconds or a date; <c>null</c> for none.</param>
    /// <param name="body">The body.</param>
    public static Fault Answer(int status, string? retryAfter = null, string body = "{}") => new()
    {
        Stores = false,
        Status = status,
        Body = body,
        Headers = retryAfter is null ? [] : [KeyValuePair.Create("Retry-After", retryAfter)],
    };

    /// <summary>The connection breaks before anything is stored.</summary>
    public static Fault Reset() => new() { Stores = false, Drops = true };

    /// <summary>Everything is stored, and then the connection breaks: the answer is lost.</summary>
    public static Fault LostAnswer() => new() { Drops = true };

    /// <summary>Everything is stored; the answer waits for the gate, and in a simulation never comes.</summary>
    public static Fault SlowAnswer(TaskCompletionSource gate) => new() { Gate = gate.Task };

    /// <summary>Everything is stored, and no answer ever comes: the client waits until its own limit.</summary>
    public static Fault NoAnswer() => SlowAnswer(new TaskCompletionSource());

    /// <summary>Everything is stored; the answer is no JSON.</summary>
    public static Fault Garbage() => new() { Body = "<html>who are you?</html>" };

    /// <summary>Everything is stored; the answer asks the run to stop.</summary>
    public static Fault Stopped() => new() { Body = """{"stopped":true}""" };

    /// <summary>Everything is stored; the answer tells the server's own limit.</summary>
    /// <param name="remaining">Requests that are left in the server's window.</param>
    /// <param name="resetSeconds">Seconds until it ends.</param>
    public static Fault Limited(string remaining, string resetSeconds) => new()
    {
        Headers = [KeyValuePair.Create("RateLimit-Remaining", remaining), KeyValuePair.Create("RateLimit-Reset", resetSeconds)],
    };

    /// <summary>The same fault so many times.</summary>
    public Fault[] Times(int count) => [.. Enumerable.Repeat(this, count)];
}
