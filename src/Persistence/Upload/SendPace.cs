namespace WandbActors.Persistence.Upload;

/// <summary>
/// When a run may send its next request, and when it must send a heartbeat: one request at once, then one a period, a shorter one while
/// the run is young. Answers only; the timer and the decision to send a full request without waiting belong to its owner, one actor.
/// </summary>
internal sealed class SendPace(TimeProvider time, SendPeriods periods)
{
    private readonly long _start = time.GetTimestamp();

    // Both count from the start.
    private TimeSpan _nextRequest;
    private TimeSpan _nextHeartbeat = periods.HeartbeatPeriod;

    private TimeSpan Age => time.GetElapsedTime(_start);

    private TimeSpan CurrentPeriod => Age < periods.EarlySpan && periods.EarlyPeriod < periods.Period ? periods.EarlyPeriod : periods.Period;

    /// <summary>How long until lines may be sent, zero for now.</summary>
    public TimeSpan UntilRequest() => Remaining(_nextRequest);

    /// <summary>How long until a heartbeat is due, zero for now.</summary>
    public TimeSpan UntilHeartbeat() => Remaining(_nextHeartbeat);

    /// <summary>Call at the start of each try to send lines, heartbeats left out.</summary>
    public void RequestSent()
    {
        _nextRequest = Age + CurrentPeriod;
        HeartbeatSent();
    }

    /// <summary>Call at the start of each heartbeat: it does not make lines wait.</summary>
    public void HeartbeatSent() => _nextHeartbeat = Age + periods.HeartbeatPeriod;

    private TimeSpan Remaining(TimeSpan due)
    {
        var remaining = due - Age;
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }
}
