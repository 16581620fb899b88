using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Deferring;

/// <summary>Delivers values to their places, one after the other, and lets go of what they hold. A value that cannot be read is given up.</summary>
/// <param name="noteFailure">Called for each value that could not be read.</param>
internal sealed class ValueDelivery(Action<Exception> noteFailure)
{
    /// <summary>Delivers a chain of values in its order.</summary>
    public void Deliver(AwaitedValue? first) => ForEach(first, DeliverOne);

    /// <summary>Gives a chain of values up: their device has failed.</summary>
    public void GiveUp(AwaitedValue? first) => ForEach(first, static value => value.Place.GiveUp());

    // A released value may be bound again at once, by any thread: the way on must be known before.
    private void ForEach(AwaitedValue? value, Action<AwaitedValue> settle)
    {
        while (value is not null)
        {
            var next = value.Next;
            settle(value);
            Release(value);
            value = next;
        }
    }

    private void DeliverOne(AwaitedValue value)
    {
        if (!value.Place.IsAny)
            return;

        try
        {
            value.Deliver();
        }
        catch (Exception failure)
        {
            value.Place.GiveUp();
            noteFailure(failure);
        }
    }

    private void Release(AwaitedValue value)
    {
        try
        {
            value.Release();
        }
        catch (Exception failure)
        {
            noteFailure(failure);
        }
    }
}
