namespace WandbActors.Actors.Assembling;

/// <summary>What one metric comes to in an open window. A plain value.</summary>
internal struct WindowMetric
{
    /// <summary>The metric's number in the key book.</summary>
    public int Key;

    /// <summary>Its numbers.</summary>
    public MetricStatistics Numbers;

    /// <summary>The first of them.</summary>
    public double First;

    /// <summary>The last value of any kind.</summary>
    public HeldValue Last;

    /// <summary>Whether it was logged in this window.</summary>
    public bool HasValue;

    public void Add(in HeldValue value)
    {
        Last = value;
        HasValue = true;
        if (!value.TryGetNumber(out var number))
            return;

        if (Numbers.Count == 0)
            First = number;
        Numbers.Add(number);
    }

    /// <summary>One aggregate of the numbers, under the name with this number.</summary>
    public readonly HeldValue ValueOf(Aggregate aggregate, int key) => aggregate switch
    {
        Aggregate.Mean => Number(key, Numbers.Mean),
        Aggregate.Min => Number(key, Numbers.Min),
        Aggregate.Max => Number(key, Numbers.Max),
        Aggregate.First => Number(key, First),
        Aggregate.Sum => Number(key, Numbers.Sum),
        Aggregate.Count => new HeldValue(key, MetricValueKind.Int64, Numbers.Count, null),
        _ => Last with { Key = key },
    };

    private static HeldValue Number(int key, double number) => new(key, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(number), null);
}
