namespace WandbActors.Cli.Importing;

/// <summary>A row of another program's. Filled anew for each.</summary>
internal sealed class ImportedRow
{
    /// <summary>The step; <c>null</c> for the next one.</summary>
    public long? Step { get; set; }

    /// <summary>When it was logged, in Unix seconds, if that is known.</summary>
    public double? Timestamp { get; set; }

    /// <summary>Seconds since its run began, if that is known.</summary>
    public double? Runtime { get; set; }

    public List<(string Name, MetricValue Value)> Values { get; } = [];

    public void Clear()
    {
        (Step, Timestamp, Runtime) = (null, null, null);
        Values.Clear();
    }

    /// <summary>Takes a value under its name; what W&amp;B itself says of a row goes to its place.</summary>
    public void Add(string name, MetricValue value)
    {
        switch (name)
        {
            case "_step" when NumberOf(value) is { } step && Math.Floor(step) == step:
                Step = (long)step;
                break;
            case "_timestamp" when NumberOf(value) is { } seconds:
                Timestamp = seconds;
                break;
            case "_runtime" when NumberOf(value) is { } seconds:
                Runtime = seconds;
                break;
            default:
                Values.Add((name, value));
                break;
        }
    }

    /// <summary>W&amp;B's servers, and so its clients and <c>export</c>, say as texts what JSON has no numbers for.</summary>
    public static MetricValue Meant(MetricValue value) => value.Reference switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => value,
    };

    private static double? NumberOf(MetricValue value) => value.Kind switch
    {
        MetricValueKind.Float64 when BitConverter.Int64BitsToDouble(value.Bits) is var number && double.IsFinite(number) => number,
        MetricValueKind.Int64 => value.Bits,
        _ => null,
    };
}
