using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The values that wait to be read, linked to one another: adding one is a compare-and-swap and allocates nothing. Any thread adds, one takes
/// all there are. What comes after the close is abandoned.
/// </summary>
internal sealed class AwaitedValues
{
    private static readonly AwaitedValue Closed = new ClosingMark();

    private AwaitedValue? _newest;

    public bool IsEmpty => Volatile.Read(ref _newest) is null or ClosingMark;

    /// <summary>
    /// Adds a value behind all that were added before. What the adding thread has done by now, the taking thread can rely on.
    /// </summary>
    public void Add(AwaitedValue value)
    {
        while (true)
        {
            var newest = Volatile.Read(ref _newest);
            if (newest == Closed)
            {
                value.Abandon();
                return;
            }

            value.Next = newest;
            if (Interlocked.CompareExchange(ref _newest, value, newest) == newest)
                return;
        }
    }

    /// <summary>Takes all values, the oldest first.</summary>
    public AwaitedValue? TakeAll() => IsEmpty ? null : InOrder(Take(null));

    /// <summary>Refuses all that come from here on, and abandons those that nobody has taken.</summary>
    public void Close()
    {
        foreach (var value in AwaitedValue.TakeApart(InOrder(Take(Closed))))
            value.Abandon();
    }

    private AwaitedValue? Take(AwaitedValue? left)
    {
        while (true)
        {
            var newest = Volatile.Read(ref _newest);
            if (newest == Closed)
                return null;
            if (Interlocked.CompareExchange(ref _newest, left, newest) == newest)
                return newest;
        }
    }

    private static AwaitedValue? InOrder(AwaitedValue? newest)
    {
        AwaitedValue? oldest = null;
        while (newest is not null)
        {
            var older = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = older;
        }

        return oldest;
    }

    private sealed class ClosingMark : AwaitedValue
    {
        public override void Deliver() { }
    }
}
