using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Buffering;

/// <summary>Deferred numbers arrive on any thread, at any time, also long after their row or the whole buffer has gone: hence the lock.</summary>
internal sealed partial class RowBuffer : IDeferredPlaces
{
    private readonly Lock _filling = new();
    private bool _isFillingStopped;

    bool IDeferredPlaces.TryFill(long position, double value) => TrySettle(position, DeferredSlot.Of(value));

    bool IDeferredPlaces.TryGiveUp(long position)
    {
        if (!TrySettle(position, DeferredSlot.GivenUp))
            return false;

        Counters.CountValuesGivenUp(1);
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
}
