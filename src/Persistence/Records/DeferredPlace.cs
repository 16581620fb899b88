using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// The place of one deferred value in the row buffer. Any thread may fill it or give it up; these race by compare-and-swap, and the first wins.
/// The default is no place: nothing that is delivered to it arrives.
/// </summary>
public readonly struct DeferredPlace
{
    private readonly IDeferredPlaces? _places;
    private readonly long _position;

    internal DeferredPlace(IDeferredPlaces places, long position)
    {
        _places = places;
        _position = position;
    }

    /// <summary>Whether this is a place in a row that still waits.</summary>
    internal bool IsWaiting => _places?.IsWaiting(_position) ?? false;

    /// <summary>
    /// Delivers the value: anything but another deferred value. Returns false when the place was given up first: <c>NaN</c> was logged, and counted.
    /// </summary>
    /// <remarks>
    /// From here on, numbers of 48 bits, floating-point numbers and flags survive the process being killed. Other values wait in the process
    /// until their row is written, as images and tables do.
    /// </remarks>
    public bool Fill(MetricValue value) => _places?.TryFill(_position, value) ?? false;

    /// <summary>Says that the value will never come: <c>NaN</c> is logged in its place, and counted. Returns false when it was filled first.</summary>
    public bool GiveUp(DeferredLoss reason = DeferredLoss.Failed) => _places?.TryGiveUp(_position, reason) ?? false;

    /// <summary>Has the run read this value, bound to this place, off the hot path.</summary>
    internal void Await(AwaitedValue value) => _places?.Await(value);
}
