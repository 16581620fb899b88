using System.Diagnostics;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Producers that wait on a full ring. They wait up to a bound per incident: the first one to find the ring full sets the
/// incident's deadline, all wait until that, and later ones no longer wait at all until space is freed. Any thread; never on the fast path.
/// </summary>
internal sealed class RingRoom(TimeSpan maxWait, RowBufferCounters counters)
{
    private readonly object _gate = new();
    private readonly long _maxWait = (long)(maxWait.TotalSeconds * Stopwatch.Frequency);
    private long _incidentDeadline; // 0: no incident

    /// <summary>
    /// Waits until the tail has left <paramref name="tail"/> or the ring is closed. False when the deadline passed first: that of the incident in
    /// which this append began to wait, kept in <paramref name="deadline"/>, whatever came after.
    /// </summary>
    public bool Wait(Ring ring, long tail, ref long deadline)
    {
        lock (_gate)
        {
            var began = Stopwatch.GetTimestamp();
            if (_incidentDeadline == 0)
                _incidentDeadline = began + _maxWait;
            if (deadline == 0)
                deadline = _incidentDeadline;

            var now = began;
            while (ring.Tail == tail && !ring.IsClosed && now < deadline)
            {
                Monitor.Wait(_gate, Math.Max(1, (int)Stopwatch.GetElapsedTime(now, deadline).TotalMilliseconds));
                now = Stopwatch.GetTimestamp();
            }

            if (now > began)
                counters.CountWait(now - began);
            return ring.Tail != tail || ring.IsClosed;
        }
    }

    /// <summary>Moves the tail, which ends the incident.</summary>
    public void Free(ref long tail, long position)
    {
        lock (_gate)
        {
            if (position > tail)
                _incidentDeadline = 0;
            Volatile.Write(ref tail, position);
            Monitor.PulseAll(_gate);
        }
    }

    public void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
