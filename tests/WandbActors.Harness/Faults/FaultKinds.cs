
namespace WandbActors.Harness.Faults;

/// <summary>What a server and the way to it do, by kind, and to which requests each may happen.</summary>
internal static class FaultKinds
{
    /// <summary>Longer than this no request waits for its answer; see the soak's settings.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromMilliseconds(200);

    public static readonly FaultKind[] All =
    [
        new("429 with Retry-After", kind => IsRequest(kind), () => Fault.Answer(429, retryAfter: "0.005")),
        new("408", kind => IsRequest(kind) && kind != RecordingBackend.Upload, () => Fault.Answer(408)), // storage means it for good
        new("500", kind => IsRequest(kind), () => Fault.Answer(500)),
        new("502", kind => IsRequest(kind), () => Fault.Answer(502, body: "<html>bad gateway</html>")),
        new("503", kind => IsRequest(kind), () => Fault.Answer(503)),
        new("504", kind => IsRequest(kind), () => Fault.Answer(504)),
        new("rate-limit headers", kind => IsRequest(kind), () => Fault.Limited("0", "0.01")),
        new("garbage for an answer", kind => IsRequest(kind), Fault.Garbage),
        new("reset before storing", kind => IsRequest(kind), Fault.Reset),
        new("answer lost after storing", kind => IsRequest(kind), Fault.LostAnswer),
        new("answer slower than the timeout", kind => kind == RecordingBackend.FileStream, () => Fault.SlowAnswer(new TaskCompletionSource())),
        new("cut in mid body", kind => kind == RecordingBackend.Arrival, Fault.Reset),
        new("connection aborted unread", kind => kind == RecordingBackend.Connection, Fault.Reset),
    ];

    private static bool IsRequest(string kind) => kind is not (RecordingBackend.Arrival or RecordingBackend.Connection);
}
