using System.Collections.Concurrent;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// Objects whose JSON is written off the hot path wait here, in the process, under the number that their row carries, until the row is
/// released. Bounded by their bytes; one that is larger than all may be is held alone. Any thread holds, the consumer finds and releases. After a
/// crash a number finds nothing.
/// </summary>
internal sealed class HeldObjects(long byteLimit, RowBufferCounters counters)
{
    /// <summary>The number of an object that found the table full.</summary>
    public const long None = 0;

    /// <summary>What every object takes beside its own bytes: itself, and its entries here and in its row.</summary>
    public const long BytesBeside = 256;

    private readonly ConcurrentDictionary<long, DataType> _objects = new();
    private readonly ReleaseQueue _read = new();
    private long _lastNumber;
    private long _bytes;
    private int _count;

    public long Hold(DataType value)
    {
        var count = Interlocked.Increment(ref _count);
        var bytes = Interlocked.Add(ref _bytes, value.HeldBytes + BytesBeside);
        if (count > 1 && bytes > byteLimit)
        {
            LetGo(value);
            counters.CountObjectLost();
            return None;
        }

        var number = Interlocked.Increment(ref _lastNumber);
        _objects[number] = value;
        return number;
    }

    /// <summary>Whether half of what may be held is. Any thread.</summary>
    public bool IsHalfFull => Volatile.Read(ref _count) > 1 && Interlocked.Read(ref _bytes) > byteLimit / 2;

    public DataType? Find(long number) => _objects.GetValueOrDefault(number);

    /// <summary>Lets go of an object: its row was refused or released.</summary>
    public void Drop(long number)
    {
        if (_objects.TryRemove(number, out var value))
            LetGo(value);
    }

    /// <summary>Consumer only: the row at this position, now read, holds this object.</summary>
    public void NoteRead(long position, long number) => _read.Add(position, number);

    /// <summary>Consumer only.</summary>
    public void ReleaseUpTo(long position)
    {
        while (_read.TryTakeBefore(position, out var number))
            Drop(number);
    }

    private void LetGo(DataType value)
    {
        Interlocked.Add(ref _bytes, -(value.HeldBytes + BytesBeside));
        Interlocked.Decrement(ref _count);
    }
}
