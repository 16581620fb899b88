using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Deferring;

/// <summary>
/// Delivers values to their places in their order, and lets go of what they hold: those that are at hand at once, those that may take long on a thread
/// of their own. A value that cannot be read is given up; one whose place waits no more is not read.
/// </summary>
internal sealed class ValueDelivery
{
    private readonly Action<Exception> _noteFailure;
    private readonly PatientReading _patient;

    /// <param name="noteFailure">Called for each value that could not be read, on whatever thread.</param>
    public ValueDelivery(Action<Exception> noteFailure)
    {
        _noteFailure = noteFailure;
        _patient = new PatientReading(Settle);
    }

    /// <summary>Delivers a chain of values in its order.</summary>
    public void Deliver(AwaitedValue? first)
    {
        foreach (var value in AwaitedValue.TakeApart(first))
        {
            if (value.MayWait)
                _patient.Add(value);
            else
                Settle(value);
        }
    }

    /// <summary>Gives a chain of values up: their device has failed.</summary>
    public void GiveUp(AwaitedValue? first)
    {
        foreach (var value in AwaitedValue.TakeApart(first))
        {
            value.Place.GiveUp();
            Release(value);
        }
    }

    /// <summary>Delivers no more.</summary>
    public void Close() => _patient.Close();

    private void Settle(AwaitedValue value)
    {
        try
        {
            if (value.Place.IsWaiting)
                value.Deliver();
        }
        catch (Exception failure)
        {
            value.Place.GiveUp();
            _noteFailure(failure);
        }

        Release(value);
    }

    private void Release(AwaitedValue value)
    {
        try
        {
            value.Release();
        }
        catch (Exception failure)
        {
            _noteFailure(failure);
        }
    }
}
