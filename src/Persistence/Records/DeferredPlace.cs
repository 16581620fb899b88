using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>The place of one deferred number in the row buffer. Filling and giving up race by compare-and-swap: the first wins.</summary>
public readonly struct DeferredPlace
{
    private readonly IDeferredPlaces? _places;
    private readonly long _position;

    internal DeferredPlace(IDeferredPlaces places, long position)
    {
        _places = places;
        _position = position;
    }

    /// <summary>Delivers the number. Returns false when the place was given up first: <c>NaN</c> was logged, and counted.</summary>
    public bool Fill(double value) => _places?.TryFill(_position, value) ?? false;

    /// <summary>Says that the number will never come: <c>NaN</c> is logged in its place, and counted.</summary>
    public bool GiveUp() => _places?.TryGiveUp(_position) ?? false;
}
