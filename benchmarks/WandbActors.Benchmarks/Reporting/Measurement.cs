namespace WandbActors.Benchmarks.Reporting;

/// <summary>
/// One measured thing: a line of the table, an object of the JSON lines. What does not apply is <c>null</c> and left out. Immutable.
/// </summary>
/// <param name="Name">Begins with the command's word: <c>tensors/log/1</c>.</param>
internal sealed record Measurement(string Name)
{
    /// <summary>Nanoseconds that half of the calls stayed below.</summary>
    public double? P50 { get; init; }

    /// <summary>Nanoseconds that 99 % of the calls stayed below.</summary>
    public double? P99 { get; init; }

    /// <summary>Nanoseconds that 99.9 % of the calls stayed below.</summary>
    public double? P999 { get; init; }

    /// <summary>Nanoseconds of the slowest call.</summary>
    public double? Max { get; init; }

    /// <summary>Bytes that one call allocates on the managed heap of its thread.</summary>
    public double? BytesPerOp { get; init; }

    /// <summary>How many rows were logged.</summary>
    public long? Rows { get; init; }

    /// <summary>Rows a second, to the log on disk.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>Steps of training a second: the median of the blocks.</summary>
    public double? StepsPerSecond { get; init; }

    /// <summary>Speed as a share of the same without logging: the median of the pairs.</summary>
    public double? Ratio { get; init; }

    /// <summary>The lower end of the ratio's 95 % confidence interval.</summary>
    public double? RatioLow { get; init; }

    /// <summary>The upper end of the ratio's 95 % confidence interval.</summary>
    public double? RatioHigh { get; init; }

    /// <summary>How many values were not what they should be.</summary>
    public long? Wrong { get; init; }

    /// <summary>What else there is to say, such as why nothing was measured.</summary>
    public string? Remark { get; init; }
}
