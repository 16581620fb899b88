namespace WandbActors.Persistence.Buffering;

/// <summary>What rows have borrowed outside the ring, by number, until they are released. In the order of positions; consumer only.</summary>
internal sealed class ReleaseQueue
{
    private readonly Queue<(long Position, long Number)> _queue = new();

    public void Add(long position, long number) => _queue.Enqueue((position, number));

    public bool TryTakeBefore(long position, out long number)
    {
        number = 0;
        if (!_queue.TryPeek(out var first) || first.Position >= position)
            return false;

        number = _queue.Dequeue().Number;
        return true;
    }
}
