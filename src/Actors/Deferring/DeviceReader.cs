using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Deferring;

/// <summary>
/// Reads the values of one device: one fence for all that came since the last time, and what is behind a passed fence is delivered. It never
/// waits for the device. One thread.
/// </summary>
internal sealed class DeviceReader(Device device, ValueDelivery delivery)
{
    private readonly Queue<FencedValues> _fenced = new();
    private AwaitedValue? _first;
    private AwaitedValue? _last;

    /// <summary>Whether nothing is awaited from the device.</summary>
    public bool IsIdle => _fenced.Count == 0 && _first is null;

    /// <summary>Adds a value that is linked to no other.</summary>
    public void Add(AwaitedValue value)
    {
        if (_last is null)
            _first = value;
        else
            _last.Next = value;
        _last = value;
    }

    /// <summary>Sets a fence behind what was added, and delivers what the device has passed.</summary>
    /// <exception cref="DeviceException">The device has failed; everything awaited from it is given up.</exception>
    public void Read()
    {
        TakeAbandoned();
        try
        {
            SetFence();
            DeliverPassed();
        }
        catch (DeviceException failure)
        {
            device.Fail(failure.Message);
            GiveUpAll();
            throw;
        }
    }

    /// <summary>Leaves what is awaited to whoever asks the device next: nobody waits for the values, but their memory is still in use.</summary>
    public void Leave()
    {
        while (_fenced.TryDequeue(out var fenced))
        {
            fenced.Dispose();
            Abandon(fenced.First);
        }

        Abandon(Take());
    }

    private void TakeAbandoned()
    {
        foreach (var value in AwaitedValue.TakeApart(device.Abandoned.TakeAll()))
            Add(value);
    }

    private void SetFence()
    {
        if (_first is null)
            return;

        _fenced.Enqueue(FencedValues.Set(device, _first));
        Take();
    }

    private void DeliverPassed()
    {
        while (_fenced.TryPeek(out var fenced) && fenced.ArePassed)
        {
            _fenced.Dequeue();
            fenced.Dispose();
            delivery.Deliver(fenced.First);
        }
    }

    private void GiveUpAll()
    {
        while (_fenced.TryDequeue(out var fenced))
        {
            fenced.Dispose();
            delivery.GiveUp(fenced.First);
        }

        delivery.GiveUp(Take());
    }

    private AwaitedValue? Take()
    {
        var first = _first;
        _first = _last = null;
        return first;
    }

    private static void Abandon(AwaitedValue? first)
    {
        foreach (var value in AwaitedValue.TakeApart(first))
        {
            value.Place.GiveUp(DeferredLoss.RunEnded);
            value.Abandon();
        }
    }
}
