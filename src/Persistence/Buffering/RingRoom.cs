using System.Diagnostics;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The room that is left in a ring, and the producers that wait for it. They wait up to a bound per incident: the first one to find the ring
/// full sets the incident's deadline, all wait until that, and later ones no longer wait at all until there is room. Any thread; never on
/// the fast path. Nothing here waits for a disk.
/// </summary>
internal sealed class RingRoom(Ring ring, RingSegments segments, TimeSpan maxWait, RowBufferCounters counters)
{
    private readonly object _gate = new();
    private readonly long _maxWait = (long)(maxWait.TotalSeconds * Stopwatch.Frequency);
    private long _incidentDeadline; // 0: no incident

    public void Begin(ref long limit)
    {
        lock (_gate)
        {
            while (limit < RowBufferSettings.SegmentsAtStart * segments.Map.SegmentBytes && TryRaise(ref limit)) { }
        }
    }

    /// <summary>
    /// Raises the limit until at least one whole segment lies ahead of the head, and as much as is in use, as far as there is memory: so a
    /// ring whose tail is stuck doubles.
    /// </summary>
    public void Make(ref long limit)
    {
        while (Lacks(limit) && TryRaiseLacking(ref limit)) { }
    }

    /// <summary>
    /// Raises a limit that an append has met, by one segment. The append's own thread does this: it costs less than to wait for another's.
    /// False: the ring is as large as it gets.
    /// </summary>
    public bool TryRaisePast(ref long limit, long met)
    {
        lock (_gate)
            return ring.IsClosed || limit != met || TryRaise(ref limit, asksAgain: false);
    }

    /// <summary>
    /// Waits until the limit is no longer <paramref name="met"/> or the ring is closed. False when the deadline passed first: that of the incident in
    /// which this append began to wait, kept in <paramref name="deadline"/>, whatever came after.
    /// </summary>
    public bool Wait(ref readonly long limit, long met, ref long deadline)
    {
        lock (_gate)
        {
            var began = Stopwatch.GetTimestamp();
            if (_incidentDeadline == 0)
                _incidentDeadline = began + _maxWait;
            if (deadline == 0)
                deadline = _incidentDeadline;

            var now = began;
            while (limit == met && !ring.IsClosed && now < deadline)
            {
                Monitor.Wait(_gate, Math.Max(1, (int)Stopwatch.GetElapsedTime(now, deadline).TotalMilliseconds));
                now = Stopwatch.GetTimestamp();
            }

            if (now > began)
                counters.CountWait(now - began);
            return limit != met || ring.IsClosed;
        }
    }

    /// <summary>Moves the tail, and the limit with what that frees.</summary>
    public void Free(ref long tail, ref long limit, long position)
    {
        lock (_gate)
        {
            Volatile.Write(ref tail, position);
            segments.FreeBefore(position);
        }

        Make(ref limit);
    }

    /// <summary>Ends all waiting, and returns when nobody is inside any more.</summary>
    public void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    // One segment at a time, so that an append that has met the limit meanwhile waits for no more than that.
    private bool TryRaiseLacking(ref long limit)
    {
        lock (_gate)
            return !ring.IsClosed && Lacks(limit) && TryRaise(ref limit);
    }

    private bool Lacks(long limit)
    {
        var map = segments.Map;
        var head = ring.Head;
        var whole = map.NumberOf(limit) - map.NumberOf(head + map.SegmentBytes - 1);
        return whole < Math.Max(1, map.NumberOf(head - ring.Tail));
    }

    // Whoever waits may go on, which ends the incident.
    private bool TryRaise(ref long limit, bool asksAgain = true)
    {
        if (!segments.TryAssign(asksAgain))
            return false;

        Volatile.Write(ref limit, limit + segments.Map.SegmentBytes);
        _incidentDeadline = 0;
        Monitor.PulseAll(_gate);
        return true;
    }
}
