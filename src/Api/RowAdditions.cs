using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WandbActors.Persistence.Buffering;

namespace WandbActors;

/// <summary>
/// What joins the rows of a run by itself. Any thread logs; the additions are asked by one at a time: a call that comes while another thread asks, or
/// from within an addition, is logged as it is and not counted, so that nobody waits.
/// </summary>
/// <remarks>An addition stands in the same item of the ring as the call that it joins: no other thread's row comes between.</remarks>
internal sealed class RowAdditions(RowBuffer buffer)
{
    private readonly Lock _changing = new();
    private Member[] _members = [];
    private TraceStamp? _stamp;
    private int _made;

    // Of whoever asks.
    private RowCount _rows = new();
    private int _isAsking;

    /// <summary>
    /// Adds one that joins every so many rows from here on; <paramref name="make"/> is told how many there were before it, those that have ended too.
    /// Disposing ends it.
    /// </summary>
    public IDisposable Add(int every, Func<int, IRowAddition> make)
    {
        lock (_changing)
        {
            var member = new Member(this, make(_made++), every);
            Volatile.Write(ref _members, [.. _members, member]);
            return member;
        }
    }

    /// <summary>From here on each row says in which trace it was logged, also one that is logged from within an addition.</summary>
    public void StampTraces() => _stamp = new TraceStamp(buffer);

    /// <summary>Logs a row, and with it what joins it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Append(ReadOnlySpan<(string, MetricValue)> values, long? step, bool commit)
    {
        if (_stamp is null)
        {
            AppendAsked(values, step, commit);
            return;
        }

        using var row = _stamp.On(values);
        AppendAsked(row.Values, step, commit);
    }

    /// <summary>Logs a row with prepared names, and with it what joins it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Append(ReadOnlySpan<(Metric, MetricValue)> values, long? step, bool commit)
    {
        if (_stamp is null)
        {
            AppendAsked(values, step, commit);
            return;
        }

        using var row = _stamp.On(values);
        AppendAsked(row.Values, step, commit);
    }

    private void AppendAsked(ReadOnlySpan<(string, MetricValue)> values, long? step, bool commit)
    {
        if (Ask(step, commit) is { } joining)
            Append(joining, values, step, commit);
        else
            buffer.Append(values, step, commit);
    }

    private void AppendAsked(ReadOnlySpan<(Metric, MetricValue)> values, long? step, bool commit)
    {
        if (Ask(step, commit) is { } joining)
            Append(joining, values, step, commit);
        else
            buffer.Append(values, step, commit);
    }

    // The program's own values come last: they hold against additions of the same name.
    private void Append<TName>(List<(object, MetricValue)> joining, ReadOnlySpan<(TName Name, MetricValue Value)> values, long? step, bool commit)
        where TName : class
    {
        foreach (var (name, value) in values)
            joining.Add((name, value));
        buffer.AppendMixed(CollectionsMarshal.AsSpan(joining), step, commit);
    }

    private List<(object, MetricValue)>? Ask(long? step, bool commit)
    {
        var members = Volatile.Read(ref _members);
        if (members.Length == 0 || buffer.IsClosed || Interlocked.Exchange(ref _isAsking, 1) == 1)
            return null;

        try
        {
            return _rows.Take(step, commit) ? Ask(members) : null;
        }
        finally
        {
            Volatile.Write(ref _isAsking, 0);
        }
    }

    private static List<(object, MetricValue)>? Ask(Member[] members)
    {
        List<(object, MetricValue)>? joining = null;
        foreach (var member in members)
        {
            if (member.IsDue() && !member.Addition.Join(joining ??= []))
                member.Dispose();
        }

        return joining is { Count: > 0 } ? joining : null;
    }

    private void Remove(Member member)
    {
        lock (_changing)
            Volatile.Write(ref _members, [.. _members.Where(other => other != member)]);
    }

    private sealed class Member(RowAdditions additions, IRowAddition addition, int every) : IDisposable
    {
        private int _rows;

        public IRowAddition Addition => addition;

        public bool IsDue()
        {
            if (++_rows < every)
                return false;

            _rows = 0;
            return true;
        }

        public void Dispose() => additions.Remove(this);
    }
}
