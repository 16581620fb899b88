namespace WandbActors;

/// <summary>The charts of W&amp;B's own presets: <c>run.Log(("loss by step", Plot.Line(table, "step", "loss")))</c>.</summary>
public static class Plot
{
    /// <summary>Lines over a table.</summary>
    /// <param name="table">A row for each point.</param>
    /// <param name="x">The column of x.</param>
    /// <param name="y">The column of y.</param>
    /// <param name="stroke">The column that says which line a point is on; one line by default.</param>
    /// <param name="title">Above the chart.</param>
    /// <param name="splitTable">The chart's <see cref="Chart.SplitTable"/>; false by default.</param>
    /// <exception cref="WandbException">The table has no such column.</exception>
    public static Chart Line(Table table, string x, string y, string? stroke = null, string title = "", bool splitTable = false) =>
        new("wandb/line/v0", table, Columns(("x", x), ("y", y), ("stroke", stroke)), Texts(("title", title))) { SplitTable = splitTable };

    /// <summary>Several lines, each of its own numbers.</summary>
    /// <param name="xs">The x of each line; one row of numbers for all lines.</param>
    /// <param name="ys">The y of each line.</param>
    /// <param name="names">What the lines are called; <c>line_0</c> and so on by default.</param>
    /// <param name="title">Above the chart.</param>
    /// <param name="xName">Under the chart.</param>
    /// <param name="splitTable">The chart's <see cref="Chart.SplitTable"/>; false by default.</param>
    /// <exception cref="WandbException">There are not as many x as y, in all or in a line, or not as many names.</exception>
    public static Chart LineSeries(
        IReadOnlyList<IReadOnlyList<double>> xs,
        IReadOnlyList<IReadOnlyList<double>> ys,
        IReadOnlyList<string>? names = null,
        string title = "",
        string xName = "x",
        bool splitTable = false)
    {
        ArgumentNullException.ThrowIfNull(xs);
        ArgumentNullException.ThrowIfNull(ys);
        if (xs.Count != 1 && xs.Count != ys.Count || names is not null && names.Count != ys.Count)
            throw new WandbException($"{nameof(Plot)}.{nameof(LineSeries)}: {ys.Count} lines, but {xs.Count} rows of x and {names?.Count ?? ys.Count} names");

        var table = new Table(["step", "lineKey", "lineVal"]);
        for (var line = 0; line < ys.Count; line++)
        {
            var x = xs[xs.Count == 1 ? 0 : line];
            if (x.Count != ys[line].Count)
                throw new WandbException($"{nameof(Plot)}.{nameof(LineSeries)}: line {line} has {x.Count} x, but {ys[line].Count} y");

            for (var point = 0; point < x.Count; point++)
                table.AddRow(x[point], names?[line] ?? $"line_{line}", ys[line][point]);
        }

        return new Chart(
            "wandb/lineseries/v0",
            table,
            Columns(("step", "step"), ("lineKey", "lineKey"), ("lineVal", "lineVal")),
            Texts(("title", title), ("xname", xName)))
        {
            SplitTable = splitTable,
        };
    }

    /// <summary>Points over a table.</summary>
    /// <inheritdoc cref="Line(Table, string, string, string?, string, bool)"/>
    public static Chart Scatter(Table table, string x, string y, string title = "", bool splitTable = false) =>
        new("wandb/scatter/v0", table, Columns(("x", x), ("y", y)), Texts(("title", title))) { SplitTable = splitTable };

    /// <summary>Bars over a table.</summary>
    /// <param name="table">A row for each bar.</param>
    /// <param name="label">The column of what the bars are called.</param>
    /// <param name="value">The column of how long they are.</param>
    /// <param name="title">Above the chart.</param>
    /// <param name="splitTable">The chart's <see cref="Chart.SplitTable"/>; false by default.</param>
    /// <exception cref="WandbException">The table has no such column.</exception>
    public static Chart Bar(Table table, string label, string value, string title = "", bool splitTable = false) =>
        new("wandb/bar/v0", table, Columns(("label", label), ("value", value)), Texts(("title", title))) { SplitTable = splitTable };

    /// <summary>How often the numbers of a column come. W&amp;B counts them, where <see cref="WandbActors.Histogram"/> is counted here.</summary>
    /// <param name="table">A row for each number.</param>
    /// <param name="value">The column of the numbers.</param>
    /// <param name="title">Above the chart.</param>
    /// <param name="splitTable">The chart's <see cref="Chart.SplitTable"/>; false by default.</param>
    /// <exception cref="WandbException">The table has no such column.</exception>
    public static Chart Histogram(Table table, string value, string title = "", bool splitTable = false) =>
        new("wandb/histogram/v0", table, Columns(("value", value)), Texts(("title", title))) { SplitTable = splitTable };

    /// <summary>How often each class was taken for each.</summary>
    /// <param name="actual">The true class of each case, by number.</param>
    /// <param name="predicted">The class that each was taken for.</param>
    /// <param name="classNames">The classes' names by number; <c>Class_1</c> and so on, of those that occur, by default.</param>
    /// <param name="title">Above the chart.</param>
    /// <param name="splitTable">The chart's <see cref="Chart.SplitTable"/>; false by default.</param>
    /// <exception cref="WandbException">There are not as many predictions as cases, more classes than names, or a class below 0.</exception>
    public static Chart ConfusionMatrix(
        ReadOnlySpan<int> actual,
        ReadOnlySpan<int> predicted,
        IReadOnlyList<string>? classNames = null,
        string title = "Confusion Matrix Curve",
        bool splitTable = false) =>
        new(
            "wandb/confusion_matrix/v1",
            ConfusionCounts.Of(actual, predicted, classNames),
            Columns(("Actual", "Actual"), ("Predicted", "Predicted"), ("nPredictions", "nPredictions")),
            Texts(("title", title)))
        {
            SplitTable = splitTable,
        };

    /// <summary>Precision over recall of a classifier, a line for each class.</summary>
    /// <param name="actual">The true class of each case, by number.</param>
    /// <param name="scores">A row for each case: the score of each class.</param>
    /// <param name="classNames">The classes' names by number; the numbers by default.</param>
    /// <param name="title">Above the chart.</param>
    /// <param name="splitTable">The chart's <see cref="Chart.SplitTable"/>; false by default.</param>
    /// <exception cref="WandbException">There are not as many rows of scores as cases, or a class has no score.</exception>
    public static Chart PrCurve(
        ReadOnlySpan<int> actual, double[,] scores, IReadOnlyList<string>? classNames = null, string title = "Precision-Recall Curve", bool splitTable = false) =>
        new(
            "wandb/area-under-curve/v0",
            ClassifierCurves.PrecisionOverRecall(actual, scores, classNames),
            Columns(("x", "recall"), ("y", "precision"), ("class", "class")),
            Texts(("title", title), ("x-axis-title", "Recall"), ("y-axis-title", "Precision")))
        {
            SplitTable = splitTable,
        };

    /// <summary>True positives over false positives of a classifier, a line for each class.</summary>
    /// <inheritdoc cref="PrCurve(ReadOnlySpan{int}, double[,], IReadOnlyList{string}?, string, bool)"/>
    public static Chart RocCurve(
        ReadOnlySpan<int> actual, double[,] scores, IReadOnlyList<string>? classNames = null, string title = "ROC Curve", bool splitTable = false) =>
        new(
            "wandb/area-under-curve/v0",
            ClassifierCurves.TrueOverFalsePositives(actual, scores, classNames),
            Columns(("x", "fpr"), ("y", "tpr"), ("class", "class")),
            Texts(("title", title), ("x-axis-title", "False positive rate"), ("y-axis-title", "True positive rate")))
        {
            SplitTable = splitTable,
        };

    private static OrderedDictionary<string, string?> Columns(params ReadOnlySpan<(string Field, string? Column)> columns)
    {
        var fields = new OrderedDictionary<string, string?>();
        foreach (var (field, column) in columns)
            fields.Add(field, column);
        return fields;
    }

    private static OrderedDictionary<string, string> Texts(params ReadOnlySpan<(string Name, string Text)> texts)
    {
        var named = new OrderedDictionary<string, string>();
        foreach (var (name, text) in texts)
            named.Add(name, text);
        return named;
    }
}
