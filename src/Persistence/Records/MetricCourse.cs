namespace WandbActors.Persistence.Records;

/// <summary>
/// A metric's numbers in their order, thinned out: every 2^k-th one, at most <see cref="MaxPoints"/>, and the last one. Adding allocates nothing
/// once so many are there. Not thread-safe.
/// </summary>
internal sealed class MetricCourse
{
    public const int MaxPoints = 256;

    private readonly List<double> _points = [];
    private double _lastNumber;
    private long _count;
    private long _stride = 1; // a power of two

    /// <summary>Every 2^k-th number, and the last one.</summary>
    public IReadOnlyList<double> Points => _count == 0 || IsOnGrid(_count - 1) ? [.. _points] : [.. _points, _lastNumber];

    public void Add(double number)
    {
        _lastNumber = number;
        if (IsOnGrid(_count++))
            AddPoint(number);
    }

    private bool IsOnGrid(long index) => (index & (_stride - 1)) == 0;

    private void AddPoint(double number)
    {
        if (_points.Count == MaxPoints)
            Halve();
        _points.Add(number);
    }

    // The value that found no room has an even number of strides before it, so it stays on the wider grid.
    private void Halve()
    {
        for (var index = 0; index < MaxPoints / 2; index++)
            _points[index] = _points[index * 2];
        _points.RemoveRange(MaxPoints / 2, MaxPoints / 2);
        _stride *= 2;
    }
}
