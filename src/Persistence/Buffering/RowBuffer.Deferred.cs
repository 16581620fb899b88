using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Buffering;

/// <summary>Deferred values arrive on any thread, at any time, also long after their row or the whole buffer has gone: hence the lock.</summary>
internal sealed partial class RowBuffer : IDeferredPlaces
{
    private readonly Lock _filling = new();
    private bool _isFillingStopped;

    /// <summary>The deferred values of this buffer's rows that the run itself is to read.</summary>
    public AwaitedValues Awaited { get; } = new();

    void IDeferredPlaces.Await(AwaitedValue value) => Awaited.Add(value);

    bool IDeferredPlaces.IsWaiting(long position)
    {
        lock (_filling)
            return !_isFillingStopped && _ring.IsWaiting(position);
    }

    bool IDeferredPlaces.TryFill(long position, MetricValue value)
    {
        long settled;
        try
        {
            settled = DeferredSlot.Of(value, _held);
        }
        catch (InvalidOperationException)
        {
            // It is deferred itself.
            ((IDeferredPlaces)this).TryGiveUp(position, DeferredLoss.Failed);
            return false;
        }

        if (TrySettle(position, settled))
            return true;

        if (DeferredSlot.IsHeld(settled, out var number))
            _held.Drop(number);
        return false;
    }

    bool IDeferredPlaces.TryGiveUp(long position, DeferredLoss reason)
    {
        if (!TrySettle(position, DeferredSlot.GivenUp))
            return false;

        Counters.CountGivenUp(reason, 1);
        return true;
    }

    private bool TrySettle(long slot, long settled)
    {
        lock (_filling)
            return !_isFillingStopped && _ring.TrySettle(slot, settled);
    }

    // False: it was stopped before.
    private bool TryStopFilling()
    {
        lock (_filling)
            return !_isFillingStopped && (_isFillingStopped = true);
    }

    private void BindDeferred(ReadOnlySpan<DeferredValue> values, long firstSlot)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var place = new DeferredPlace(this, firstSlot + (8L * i));
            try
            {
                values[i].Bind(place);
            }
            catch (Exception)
            {
                // It must not throw; if it does, training code is not where that belongs.
                place.GiveUp();
            }
        }
    }

    // The row was refused.
    private static void Abandon(MetricValue value)
    {
        if (value.Reference is DeferredValue deferred)
            Abandon(deferred);
        else if (value.Reference is NestedValues nested)
        {
            foreach (var (_, entry) in nested.Entries)
                Abandon(entry);
        }
    }

    /// <summary>Tells a deferred value that its row was refused.</summary>
    public static void Abandon(DeferredValue value)
    {
        try
        {
            value.Abandon();
        }
        catch (Exception)
        {
            // As above. Nobody waits for it.
        }
    }
}
