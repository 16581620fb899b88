using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Deferring;

/// <summary>
/// Reads the values that may take long, one after the other, on a thread that is there while there are any: it is the program's code that runs there,
/// and nobody waits for it, not even the end of the run. One thread adds and closes.
/// </summary>
internal sealed class PatientReading(Action<AwaitedValue> read)
{
    private const int CleanedAtFirst = 1024;

    private readonly Lock _gate = new();
    private Queue<AwaitedValue> _values = new();
    private int _cleanedAt = CleanedAtFirst;
    private bool _isReading;
    private bool _isClosed;

    public void Add(AwaitedValue value)
    {
        lock (_gate)
        {
            _values.Enqueue(value);
            if (_values.Count >= _cleanedAt)
                Clean();
            if (_isReading)
                return;

            _isReading = true;
        }

        new Thread(ReadAll) { IsBackground = true, Name = "wandb deferred" }.Start();
    }

    /// <summary>Reads no more. What is just being read goes on, and comes too late; the rest is abandoned.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var value in _values)
                value.Abandon();
            _values.Clear();
        }
    }

    // Behind one that never returns all others are given up in time: without this they would be kept for ever.
    private void Clean()
    {
        var waiting = new Queue<AwaitedValue>();
        foreach (var value in _values)
        {
            if (value.Place.IsWaiting)
                waiting.Enqueue(value);
            else
                value.Abandon();
        }

        _values = waiting;
        _cleanedAt = Math.Max(CleanedAtFirst, 2 * waiting.Count);
    }

    private void ReadAll()
    {
        while (TryTake(out var value))
            read(value);
    }

    private bool TryTake(out AwaitedValue value)
    {
        lock (_gate)
            return _isReading = _values.TryDequeue(out value!) && !_isClosed;
    }
}
