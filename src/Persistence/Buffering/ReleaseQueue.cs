using System.Collections.Concurrent;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// What rows have borrowed outside the ring, by number, until they are released, in the order of positions. One thread adds as it reads,
/// another takes as it releases.
/// </summary>
internal sealed class ReleaseQueue
{
    private readonly ConcurrentQueue<(long Position, long Number)> _queue = new();

    public void Add(long position, long number) => _queue.Enqueue((position, number));

    public bool TryTakeBefore(long position, out long number)
    {
        number = 0;
        if (!_queue.TryPeek(out var first) || first.Position >= position)
            return false;

        number = first.Number;
        return _queue.TryDequeue(out _);
    }
}
