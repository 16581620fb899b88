namespace WandbActors.TestKit;

/// <summary>
/// The clock of a simulation, and what is to happen when: by due time, and what is due at the same time in the order in which it was
/// asked for. Time passes only from one happening to the next.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    /// <summary>When every simulation begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Order)> _timers = new();
    private long _nowTicks = Start.UtcTicks;
    private long _asked;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _nowTicks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _nowTicks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes to the next happening, if it is not after this time, and returns it; else goes to this time.</summary>
    public VirtualTimer? GoOn(DateTimeOffset until)
    {
        lock (_gate)
        {
            while (_timers.TryPeek(out var timer, out var at) && at.Due <= until)
            {
                _timers.Dequeue();
                if (timer.Due != at.Due)
                    continue; // changed or cancelled since

                GoTo(at.Due);
                return timer;
            }

            GoTo(until);
            return null;
        }
    }

    internal void Enqueue(VirtualTimer timer, DateTimeOffset due)
    {
        lock (_gate)
            _timers.Enqueue(timer, (due, _asked++));
    }

    // What was asked for in the past happens now.
    private void GoTo(DateTimeOffset time) => Interlocked.Exchange(ref _nowTicks, Math.Max(_nowTicks, time.UtcTicks));
}
