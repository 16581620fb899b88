using System.Collections.Concurrent;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Objects whose JSON is written off the hot path wait here, in the process, under the number that their row carries, until the row is
/// released. Bounded. Any thread holds, the consumer finds and releases. After a crash a number finds nothing.
/// </summary>
internal sealed class HeldObjects(int limit, RowBufferCounters counters)
{
    /// <summary>The number of an object that found the table full.</summary>
    public const long None = 0;

    private readonly ConcurrentDictionary<long, DataType> _objects = new();
    private readonly ReleaseQueue _read = new();
    private long _lastNumber;
    private int _count;

    public long Hold(DataType value)
    {
        if (Interlocked.Increment(ref _count) > limit)
        {
            Interlocked.Decrement(ref _count);
            counters.CountObjectLost();
            return None;
        }

        var number = Interlocked.Increment(ref _lastNumber);
        _objects[number] = value;
        return number;
    }

    public DataType? Find(long number) => _objects.GetValueOrDefault(number);

    /// <summary>Lets go of an object: its row was refused or released.</summary>
    public void Drop(long number)
    {
        if (_objects.TryRemove(number, out _))
            Interlocked.Decrement(ref _count);
    }

    /// <summary>Consumer only: the row at this position, now read, holds this object.</summary>
    public void NoteRead(long position, long number) => _read.Add(position, number);

    /// <summary>Consumer only.</summary>
    public void ReleaseUpTo(long position)
    {
        while (_read.TryTakeBefore(position, out var number))
            Drop(number);
    }
}
