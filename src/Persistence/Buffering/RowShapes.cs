namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The shapes of recently logged rows: names are found by comparing references, some 1 ns each, where a dictionary takes 10 to 20. Any
/// thread, no lock. Shapes that never come again cannot drive out the others for long, nor allocate for each call: the n-th replacement
/// waits for 2ⁿ misses.
/// </summary>
internal sealed class RowShapes
{
    private const int Capacity = 8;
    private const int MaxNames = 1024; // of one shape

    private readonly RowShape?[] _shapes = new RowShape?[Capacity];
    private int _remembered;
    private long _misses; // threads may overwrite each other's counts: a shape is then replaced a little later
    private long _missesToReplace = 1;

    public RowShape? Find(ReadOnlySpan<(object Name, MetricValue Value)> row)
    {
        if (row.IsEmpty)
            return RowShape.Empty;

        foreach (var shape in _shapes)
        {
            if (shape is not null && shape.IsSame(row))
                return shape;
        }

        return FindEqual(row);
    }

    /// <summary>Notes a row that was not found, with the keys that its draft has found.</summary>
    public void Remember(ReadOnlySpan<(object Name, MetricValue Value)> row, RowDraft draft)
    {
        if (row.Length > MaxNames || !draft.IsPlain)
            return;

        if (_remembered >= Capacity)
        {
            if (++_misses < _missesToReplace)
                return;
            _misses = 0;
            _missesToReplace *= 2;
        }

        var names = new object[row.Length];
        var keys = new uint[row.Length];
        for (var i = 0; i < row.Length; i++)
            (names[i], keys[i]) = (row[i].Name, draft.KeyAt(i));
        Volatile.Write(ref _shapes[_remembered % Capacity], new RowShape(names, keys));
        _remembered++;
    }

    private RowShape? FindEqual(ReadOnlySpan<(object Name, MetricValue Value)> row)
    {
        foreach (var shape in _shapes)
        {
            if (shape is not null && shape.IsEqual(row))
                return shape;
        }

        return null;
    }
}
