namespace WandbActors.Benchmarks.Logging;

/// <summary>One call of <c>Log</c> as it stands in a training loop, so that what the compiler makes of its arguments is measured too. Immutable.</summary>
/// <param name="Name">The numbers, and how they are named.</param>
/// <param name="Numbers">How many numbers the row has.</param>
/// <param name="For">Makes the call for a run, which takes its numbers from an array.</param>
internal sealed record LogCall(string Name, int Numbers, Func<Run, Action<double[]>> For)
{
    /// <summary>By name.</summary>
    public static LogCall Two { get; } = new("2-by-name", 2, run => n => run.Log(("loss", n[0]), ("accuracy", n[1])));

    /// <inheritdoc cref="Two"/>
    public static LogCall Ten { get; } = new("10-by-name", 10, run => n => run.Log(
        ("loss", n[0]), ("accuracy", n[1]), ("val_loss", n[2]), ("val_accuracy", n[3]), ("lr", n[4]),
        ("grad_norm", n[5]), ("epoch", n[6]), ("step_time", n[7]), ("tokens", n[8]), ("perplexity", n[9])));

    /// <summary>Those of 1 to 10 numbers, by name and by handle.</summary>
    public static IReadOnlyList<LogCall> All { get; } =
    [
        new("1-by-name", 1, run => n => run.Log(("loss", n[0]))),
        Two,
        new("5-by-name", 5, run => n => run.Log(("loss", n[0]), ("accuracy", n[1]), ("val_loss", n[2]), ("val_accuracy", n[3]), ("lr", n[4]))),
        Ten,
        new("1-by-handle", 1, run =>
        {
            var loss = run.Metric("loss");
            return n => run.Log((loss, n[0]));
        }),
        new("2-by-handle", 2, run =>
        {
            var (loss, accuracy) = (run.Metric("loss"), run.Metric("accuracy"));
            return n => run.Log((loss, n[0]), (accuracy, n[1]));
        }),
        new("5-by-handle", 5, run =>
        {
            Metric[] m = [.. NumberNames(5).Select(run.Metric)];
            return n => run.Log((m[0], n[0]), (m[1], n[1]), (m[2], n[2]), (m[3], n[3]), (m[4], n[4]));
        }),
        new("10-by-handle", 10, run =>
        {
            Metric[] m = [.. NumberNames(10).Select(run.Metric)];
            return n => run.Log(
                (m[0], n[0]), (m[1], n[1]), (m[2], n[2]), (m[3], n[3]), (m[4], n[4]), (m[5], n[5]), (m[6], n[6]), (m[7], n[7]), (m[8], n[8]), (m[9], n[9]));
        }),
    ];

    private static IEnumerable<string> NumberNames(int count) => Enumerable.Range(0, count).Select(number => $"metric-{number}");
}
