using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Deferring;

/// <summary>Values of one device that were taken together, behind one fence for each of their streams. One thread.</summary>
internal sealed class FencedValues : IDisposable
{
    private readonly List<(nint Stream, IDeviceFence Fence)> _fences = [];

    private FencedValues(AwaitedValue first) => First = first;

    /// <summary>The values, linked to one another in their order.</summary>
    public AwaitedValue First { get; }

    /// <exception cref="DeviceException">The device has failed.</exception>
    public bool ArePassed => _fences.TrueForAll(static fenced => fenced.Fence.IsPassed);

    /// <exception cref="DeviceException">The device has failed.</exception>
    public static FencedValues Set(Device device, AwaitedValue first)
    {
        var values = new FencedValues(first);
        try
        {
            for (var value = first; value is not null; value = value.Next)
                values.SetFence(device, ((DeviceValue)value).Stream);
            return values;
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var (_, fence) in _fences)
            fence.Dispose();
        _fences.Clear();
    }

    // Few streams, mostly one: a list is searched faster than a table.
    private void SetFence(Device device, nint stream)
    {
        if (!_fences.Exists(fenced => fenced.Stream == stream))
            _fences.Add((stream, device.SetFence(stream)));
    }
}
