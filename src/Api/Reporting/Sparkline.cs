namespace WandbActors.Reporting;

/// <summary>A course of numbers as one short line of blocks, low to high. Numbers that are not finite leave a gap.</summary>
internal static class Sparkline
{
    public const int MaxColumns = 40;

    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string AsciiBlocks = "_.-~=+*#";

    public static string Draw(IReadOnlyList<double> points, bool hasUnicode)
    {
        var columns = ToColumns(points);
        var finite = columns.Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
            return "";

        var blocks = hasUnicode ? Blocks : AsciiBlocks;
        var (low, high) = (finite.Min(), finite.Max());
        return string.Concat(columns.Select(value => double.IsFinite(value) ? blocks[LevelOf(value, low, high)] : ' '));
    }

    // Halves, because the span of the largest doubles is itself too large for a double.
    private static int LevelOf(double value, double low, double high) =>
        high > low ? (int)Math.Round(((value / 2) - (low / 2)) / ((high / 2) - (low / 2)) * (Blocks.Length - 1)) : 0;

    // Each column is the mean of an equal share of the points; its last one ends with the last point.
    private static double[] ToColumns(IReadOnlyList<double> points)
    {
        if (points.Count <= MaxColumns)
            return [.. points];

        var columns = new double[MaxColumns];
        for (var column = 0; column < MaxColumns; column++)
        {
            var (start, end) = (column * points.Count / MaxColumns, (column + 1) * points.Count / MaxColumns);
            columns[column] = MeanOf(points.Skip(start).Take(end - start).Where(double.IsFinite));
        }

        return columns;
    }

    private static double MeanOf(IEnumerable<double> values)
    {
        var (mean, count) = (double.NaN, 0);
        foreach (var value in values)
            mean = count++ == 0 ? value : mean + ((value / count) - (mean / count));
        return mean;
    }
}
