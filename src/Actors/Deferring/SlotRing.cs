namespace WandbActors.Actors.Deferring;

/// <summary>
/// A fixed number of slots that are taken and given back in about the same order. Any thread; no lock, nothing allocated. When all are taken,
/// the next one is refused.
/// </summary>
internal sealed class SlotRing<TSlot> where TSlot : class
{
    // Those of another stream may come back a little later than their neighbours: they are passed over.
    private const int Attempts = 16;

    private readonly TSlot[] _slots;
    private readonly int[] _taken;
    private uint _next;

    /// <param name="count">A power of two.</param>
    /// <param name="make">Makes the slot with this number.</param>
    public SlotRing(int count, Func<int, TSlot> make)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.IsPow2(count), true);
        _taken = new int[count];
        _slots = new TSlot[count];
        for (var number = 0; number < count; number++)
            _slots[number] = make(number);
    }

    public TSlot? TryTake()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var number = (int)((Interlocked.Increment(ref _next) - 1) & (uint)(_slots.Length - 1));
            if (Interlocked.CompareExchange(ref _taken[number], 1, 0) == 0)
                return _slots[number];
        }

        return null;
    }

    /// <summary>Gives the slot with this number back. What was written to it before can be relied on by whoever takes it next.</summary>
    public void GiveBack(int number) => Volatile.Write(ref _taken[number], 0);
}
