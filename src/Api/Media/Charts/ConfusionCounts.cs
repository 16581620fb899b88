namespace WandbActors;

/// <summary>The table of a confusion matrix: a row for each pair of a true class and the one that it was taken for.</summary>
internal static class ConfusionCounts
{
    public static Table Of(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, IReadOnlyList<string>? classNames)
    {
        if (actual.Length != predicted.Length)
            throw new WandbException($"{nameof(Plot)}.{nameof(Plot.ConfusionMatrix)}: {actual.Length} cases, but {predicted.Length} predictions");

        var names = classNames ?? NamesOf(actual, predicted, out actual, out predicted);
        var counts = new long[names.Count, names.Count];
        for (var i = 0; i < actual.Length; i++)
            counts[Checked(actual[i], names), Checked(predicted[i], names)]++;

        var table = new Table(["Actual", "Predicted", "nPredictions"]);
        for (var row = 0; row < names.Count; row++)
        {
            for (var column = 0; column < names.Count; column++)
                table.AddRow(names[row], names[column], counts[row, column]);
        }

        return table;
    }

    // Classes without names are numbered anew, in their order, from those that occur.
    private static List<string> NamesOf(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, out ReadOnlySpan<int> actualPlaces, out ReadOnlySpan<int> predictedPlaces)
    {
        var classes = actual.ToArray().Concat(predicted.ToArray()).Distinct().Order().ToArray();
        if (classes is [< 0, ..])
            throw new WandbException($"{nameof(Plot)}.{nameof(Plot.ConfusionMatrix)}: class {classes[0]} is below 0");

        actualPlaces = actual.ToArray().Select(number => Array.BinarySearch(classes, number)).ToArray();
        predictedPlaces = predicted.ToArray().Select(number => Array.BinarySearch(classes, number)).ToArray();
        return [.. Enumerable.Range(1, classes.Length).Select(number => $"Class_{number}")];
    }

    private static int Checked(int number, IReadOnlyList<string> names) => (uint)number < (uint)names.Count
        ? number
        : throw new WandbException($"{nameof(Plot)}.{nameof(Plot.ConfusionMatrix)}: class {number} has no name; there are {names.Count}");
}
