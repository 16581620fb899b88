namespace WandbActors.Benchmarks.Runs;

/// <summary>
/// Rows of numbers to log, made beforehand: the usual names, and numbers of which no two are alike. Not thread-safe: each thread has its own.
/// </summary>
internal sealed class NumberRows
{
    private const int Numbers = 1 << 16;

    /// <summary>The names of the numbers: a row of 2 has the first two.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["loss", "accuracy", "val_loss", "val_accuracy", "lr", "grad_norm", "epoch", "step_time", "tokens", "perplexity"];

    private readonly (string Name, MetricValue Value)[] _row;
    private readonly double[] _rowNumbers;
    private readonly double[] _numbers = new double[Numbers];
    private int _next;

    /// <param name="numbersPerRow">1 to 10.</param>
    /// <param name="decimals">
    /// How many digits the numbers have behind the point. <c>null</c>: as many as a double needs, 16 or 17, which is what training gives and the
    /// dearest to write.
    /// </param>
    public NumberRows(int numbersPerRow, int? decimals = null)
    {
        _row = [.. Names.Take(numbersPerRow).Select(name => (name, default(MetricValue)))];
        _rowNumbers = new double[numbersPerRow];
        var random = new Random(numbersPerRow);
        for (var i = 0; i < Numbers; i++)
            _numbers[i] = decimals is { } digits ? Math.Round(random.NextDouble(), digits) : random.NextDouble();
    }

    /// <summary>The next row, valid until the one after it.</summary>
    public ReadOnlySpan<(string Name, MetricValue Value)> Next()
    {
        for (var i = 0; i < _row.Length; i++)
            _row[i].Value = _numbers[_next++ & (Numbers - 1)];
        return _row;
    }

    /// <summary>The next row without its names, valid until the one after it.</summary>
    public double[] NextNumbers()
    {
        for (var i = 0; i < _rowNumbers.Length; i++)
            _rowNumbers[i] = _numbers[_next++ & (Numbers - 1)];
        return _rowNumbers;
    }
}
