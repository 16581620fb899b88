using System.Collections.Concurrent;
using WandbActors.Actors.Deferring;

namespace WandbActors;

/// <summary>
/// The events of one CUDA device, used again and again by the readers of all runs. At most 64 are kept for later. Any thread; whoever calls has the
/// device's context as its own from then on.
/// </summary>
internal sealed class CudaEvents(CudaDriver driver, int index)
{
    private const int MaxKept = 64; // a reader has seldom more than two under way for each stream

    private readonly ConcurrentStack<nint> _free = new();
    private readonly Lazy<nint> _context = new(() => driver.RetainContext(index));

    /// <summary>A fence behind all that was queued on the stream.</summary>
    /// <exception cref="DeviceException">The device has failed.</exception>
    public CudaFence Set(nint stream)
    {
        // Each time: other code on this thread may have entered another device's since, and it costs next to nothing.
        driver.Enter(_context.Value);
        if (!_free.TryPop(out var free))
            free = driver.CreateEvent();
        try
        {
            driver.Record(free, stream);
            return new CudaFence(this, free);
        }
        catch (DeviceException)
        {
            GiveBack(free);
            throw;
        }
    }

    /// <exception cref="DeviceException">The device has failed.</exception>
    public bool IsPassed(nint recorded)
    {
        driver.Enter(_context.Value);
        return driver.IsPassed(recorded);
    }

    /// <summary>Takes an event back, passed or not: when it is set again, its old place is forgotten.</summary>
    public void GiveBack(nint recorded)
    {
        if (_free.Count < MaxKept)
            _free.Push(recorded);
        else
            driver.Destroy(recorded);
    }
}
