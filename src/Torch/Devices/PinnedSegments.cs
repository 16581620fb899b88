namespace WandbActors;

/// <summary>
/// The addresses of places of one size by their numbers, a piece of memory for so many places at a time. Asked in their order, by one thread at a time.
/// </summary>
internal sealed class PinnedSegments(int bytes, int places, Func<long, nint> allocate)
{
    private nint _segment;

    public nint AddressOf(int number)
    {
        var place = number % places;
        if (place == 0)
            _segment = allocate((long)bytes * places);
        return _segment + ((nint)bytes * place);
    }
}
