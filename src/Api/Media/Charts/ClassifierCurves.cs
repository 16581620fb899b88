namespace WandbActors;

/// <summary>
/// The curves of a classifier, each class against all others. A curve is walked from the highest score down: at each score that occurs, the cases
/// of it and above are taken for the class.
/// </summary>
internal static class ClassifierCurves
{
    private const int PointsOfRecall = 21; // 1, 0.95 … 0, as the official client draws it
    private const int Digits = 3;

    public static Table PrecisionOverRecall(ReadOnlySpan<int> actual, double[,] scores, IReadOnlyList<string>? classNames)
    {
        var table = new Table(["class", "precision", "recall"]);
        foreach (var (name, points) in Walk(nameof(Plot.PrCurve), actual, scores, classNames))
        {
            // From the lowest score on, precision only rises: a lower one could always be bettered at the same recall.
            var best = 0.0;
            var curve = new List<(double Recall, double Precision)>();
            foreach (var (hits, misses) in Enumerable.Reverse(points))
            {
                best = Math.Max(best, hits / (double)(hits + misses));
                curve.Add((hits / (double)points[^1].Hits, best));
            }

            curve.Add((0, 1));
            for (var point = PointsOfRecall - 1; point >= 0; point--)
            {
                var recall = point / (PointsOfRecall - 1.0);
                table.AddRow(name, Math.Round(curve.Last(known => known.Recall >= recall).Precision, Digits), Math.Round(recall, Digits));
            }
        }

        return table;
    }

    public static Table TrueOverFalsePositives(ReadOnlySpan<int> actual, double[,] scores, IReadOnlyList<string>? classNames)
    {
        var table = new Table(["class", "fpr", "tpr"]);
        foreach (var (name, points) in Walk(nameof(Plot.RocCurve), actual, scores, classNames))
        {
            var (allHits, allMisses) = points[^1];
            foreach (var (hits, misses) in Corners(points))
                table.AddRow(name, Math.Round(misses / (double)allMisses, Digits), Math.Round(hits / (double)allHits, Digits));
        }

        return table;
    }

    // What lies on a straight line between its neighbours says nothing.
    private static IEnumerable<(long Hits, long Misses)> Corners(List<(long Hits, long Misses)> points)
    {
        yield return (0, 0);
        for (var i = 0; i < points.Count; i++)
        {
            if (i == 0 || i == points.Count - 1 || Slope(points[i - 1], points[i]) != Slope(points[i], points[i + 1]))
                yield return points[i];
        }
    }

    private static (long, long) Slope((long Hits, long Misses) from, (long Hits, long Misses) to) => (to.Hits - from.Hits, to.Misses - from.Misses);

    private static List<(object Name, List<(long Hits, long Misses)> Points)> Walk(
        string plot, ReadOnlySpan<int> actual, double[,] scores, IReadOnlyList<string>? classNames)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (actual.Length == 0 || scores.GetLength(0) != actual.Length)
            throw new WandbException($"{nameof(Plot)}.{plot}: {actual.Length} cases, but {scores.GetLength(0)} rows of scores");

        var cases = actual.ToArray();
        var curves = new List<(object, List<(long, long)>)>();
        foreach (var number in cases.Distinct().Order())
        {
            if ((uint)number >= (uint)scores.GetLength(1) || classNames is not null && number >= classNames.Count)
                throw new WandbException($"{nameof(Plot)}.{plot}: class {number} has no {(number < scores.GetLength(1) ? "name" : "score")}");

            curves.Add((classNames is null ? number : classNames[number], PointsOf(cases, scores, number)));
        }

        return curves;
    }

    private static List<(long Hits, long Misses)> PointsOf(int[] cases, double[,] scores, int number)
    {
        var points = new List<(long, long)>();
        var (hits, misses) = (0L, 0L);
        foreach (var group in Enumerable.Range(0, cases.Length).GroupBy(i => scores[i, number]).OrderByDescending(group => group.Key))
        {
            foreach (var i in group)
                _ = cases[i] == number ? hits++ : misses++;
            points.Add((hits, misses));
        }

        return points;
    }
}
