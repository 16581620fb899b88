namespace WandbActors.Cli.Importing;

/// <summary>A row of another program's. Filled anew for each.</summary>
internal sealed class ImportedRow
{
    private const double MaxStep = 1L << 53; // up to which a double has every whole number

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
    /// <param name="name">The name.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="line">Where, for people.</param>
    /// <exception cref="InvalidDataException">It cannot be what W&amp;B means by that name: the row would be another one.</exception>
    public void Add(string name, MetricValue value, long line)
    {
        switch (name)
        {
            case "_step" or "_timestamp" or "_runtime" when value.Kind == MetricValueKind.Null:
                break; // left out in so many words
            case "_step":
                Step = NumberOf(value) is { } step and >= 0 and <= MaxStep && Math.Floor(step) == step
                    ? (long)step
                    : throw new InvalidDataException($"line {line}: {value} is no step: use a whole number from 0");
                break;
            case "_timestamp":
                Timestamp = SecondsOf(name, value, line);
                break;
            case "_runtime":
                Runtime = SecondsOf(name, value, line);
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

    private static double SecondsOf(string name, MetricValue value, long line) =>
        NumberOf(value) ?? throw new InvalidDataException($"line {line}: {value} is no {name}: use a number of seconds");

    private static double? NumberOf(MetricValue value) => value.Kind switch
    {
        MetricValueKind.Float64 when BitConverter.Int64BitsToDouble(value.Bits) is var number && double.IsFinite(number) => number,
        MetricValueKind.Int64 => value.Bits,
        _ => null,
    };
}
