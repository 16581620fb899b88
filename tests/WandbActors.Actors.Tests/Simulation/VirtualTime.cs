using Microsoft.Extensions.Time.Testing;

namespace WandbActors.Actors.Tests.Simulation;

/// <summary>
/// The clock of a simulation, and what is to happen when: by due time, and what is due at the same time in the order in which it was
/// asked for. Time passes only from one happening to the next.
/// </summary>
internal sealed class VirtualTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Order)> _timers = new();
    private long _asked;

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

                if (at.Due > GetUtcNow())
                    SetUtcNow(at.Due);
                return timer;
            }

            SetUtcNow(until);
            return null;
        }
    }

    internal void Enqueue(VirtualTimer timer, DateTimeOffset due)
    {
        lock (_gate)
            _timers.Enqueue(timer, (due, _asked++));
    }
}
