namespace WandbActors.Actors.Threads;

/// <summary>
/// Calls by the time when they are due, which is rounded up to whole steps: so the timers of a hundred runs share their wake-ups. Times are
/// ticks of 100 ns. Not for two threads at once.
/// </summary>
internal sealed class DueCalls(long step)
{
    // Most timers of actors are cancelled long before they are due (a request's timeout): they are swept out when there are many.
    private const int FewCalls = 1024;

    private readonly PriorityQueue<ScheduledCall, (long Due, long Order)> _calls = new();
    private long _order; // of calls that are due at once the first comes first
    private int _sweepAbove = FewCalls;

    public int Count => _calls.Count;

    /// <summary>When the next is due; <see cref="long.MaxValue"/> if there is none.</summary>
    public long NextDue => _calls.TryPeek(out _, out var at) ? at.Due : long.MaxValue;

    public void Add(ScheduledCall call, long due)
    {
        _calls.Enqueue(call, ((due + step - 1) / step * step, _order++));
        if (_calls.Count > _sweepAbove)
            Sweep();
    }

    /// <summary>The next call that is due by now, if there is one; one that repeats is added again. Times that were missed are left out.</summary>
    public ScheduledCall? Take(long now)
    {
        while (_calls.TryPeek(out var call, out var at) && at.Due <= now)
        {
            _calls.Dequeue();
            if (call.IsCancelled)
                continue;

            if (call.Interval > 0)
                Add(call, at.Due + call.Interval > now ? at.Due + call.Interval : now + call.Interval);
            return call;
        }

        return null;
    }

    /// <summary>All that are still wanted, in their order; none is left.</summary>
    public IReadOnlyList<ScheduledCall> TakeAll()
    {
        var all = _calls.UnorderedItems.Where(item => !item.Element.IsCancelled).OrderBy(item => item.Priority).Select(item => item.Element).ToList();
        _calls.Clear();
        return all;
    }

    private void Sweep()
    {
        var wanted = _calls.UnorderedItems.Where(item => !item.Element.IsCancelled).ToList();
        _calls.Clear();
        _calls.EnqueueRange(wanted);
        _sweepAbove = Math.Max(FewCalls, 2 * _calls.Count);
    }
}
