namespace WandbActors.TestKit;

/// <summary>What the backend does to one request instead of answering it well. Given with <see cref="RecordingBackend.Script"/>.</summary>
internal sealed record Fault
{
    /// <summary>Whether the request takes effect before things go wrong.</summary>
    public bool Stores { get; private init; } = true;

    /// <summary>Whether the connection is cut instead of an answer.</summary>
    public bool Drops { get; private init; }

    public int Status { get; private init; } = 200;

    /// <summary>The answer's body; null for the usual one.</summary>
    public string? Body { get; private init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    /// <summary>Answers only once this is done.</summary>
    public Task Gate { get; private init; } = Task.CompletedTask;

    /// <summary>Nothing is stored, and this status comes back.</summary>
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

    /// <summary>Everything is stored; the answer waits for the gate.</summary>
    public static Fault SlowAnswer(TaskCompletionSource gate) => new() { Gate = gate.Task };

    /// <summary>Everything is stored; the answer is no JSON.</summary>
    public static Fault Garbage() => new() { Body = "<html>who are you?</html>" };

    /// <summary>Everything is stored; the answer asks the run to stop.</summary>
    public static Fault Stopped() => new() { Body = """{"stopped":true}""" };

    /// <summary>Everything is stored; the answer tells the server's own limit.</summary>
    public static Fault Limited(string remaining, string resetSeconds) => new()
    {
        Headers = [KeyValuePair.Create("RateLimit-Remaining", remaining), KeyValuePair.Create("RateLimit-Reset", resetSeconds)],
    };

    /// <summary>The same fault so many times.</summary>
    public Fault[] Times(int count) => [.. Enumerable.Repeat(this, count)];
}
