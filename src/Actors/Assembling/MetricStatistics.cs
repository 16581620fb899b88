namespace WandbActors.Actors.Assembling;

/// <summary>What the numbers of one metric come to so far. A plain value; adding allocates nothing.</summary>
internal struct MetricStatistics
{
    private double _lowest;
    private double _highest;
    private double _sum;
    private bool _hasNaN;

    /// <summary>How many numbers were added.</summary>
    public long Count { get; private set; }

    /// <summary>The smallest, NaN if one of them was.</summary>
    public readonly double Min => _hasNaN ? double.NaN : _lowest;

    /// <summary>The largest, NaN if one of them was.</summary>
    public readonly double Max => _hasNaN ? double.NaN : _highest;

    public readonly double Mean => _sum / Count;

    public readonly double Sum => _sum;

    /// <summary>The nearest to the goal, NaN left aside as long as there is another number.</summary>
    public readonly double BestFor(Goal goal) => goal == Goal.Minimize ? _lowest : _highest;

    public void Add(double number)
    {
        if (number > _lowest && number < _highest)
        {
            // As nearly all are, and so no NaN.
            Count++;
            _sum += number;
            return;
        }

        var isFirst = Count++ == 0;
        _lowest = isFirst ? number : double.MinNumber(_lowest, number);
        _highest = isFirst ? number : double.MaxNumber(_highest, number);
        _sum = isFirst ? number : _sum + number;
        _hasNaN |= double.IsNaN(number);
    }

    /// <summary>Adds those of numbers that came later.</summary>
    public void Add(in MetricStatistics later)
    {
        if (later.Count == 0)
            return;
        if (Count == 0)
        {
            this = later;
            return;
        }

        Count += later.Count;
        _lowest = double.MinNumber(_lowest, later._lowest);
        _highest = double.MaxNumber(_highest, later._highest);
        _sum += later._sum;
        _hasNaN |= later._hasNaN;
    }

    public readonly void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(Count);
        writer.Write(_lowest);
        writer.Write(_highest);
        writer.Write(_sum);
        writer.Write(_hasNaN);
    }

    public static MetricStatistics Read(BinaryReader reader) => new()
    {
        Count = reader.Read7BitEncodedInt64(),
        _lowest = reader.ReadDouble(),
        _highest = reader.ReadDouble(),
        _sum = reader.ReadDouble(),
        _hasNaN = reader.ReadBoolean(),
    };
}
