using System.Globalization;

namespace WandbActors.Cli.Showing;

/// <summary>
/// A metric over the steps as lines of text: a title with least, greatest and newest number, the line itself between its axis labels, and the steps. Where
/// there was no finite number the line has a gap.
/// </summary>
internal static class LineChart
{
    private const int Height = 10; // lines: several charts are to be seen at once
    private const int MinColumns = 10;

    public static IEnumerable<string> Draw(MetricSeries metric, int width, bool isLogarithmic, bool hasUnicode)
    {
        var scale = ChartScale.Of(metric, isLogarithmic);
        var (high, low) = (RunPictureText.Number(scale.High), RunPictureText.Number(scale.Low));
        var margin = Math.Max(high.Length, low.Length);
        var canvas = new BrailleCanvas(Math.Max(width - margin - 3, MinColumns), Height);
        Draw(metric, scale, canvas);

        yield return Title(metric, isLogarithmic);
        var bar = hasUnicode ? "│" : "|";
        foreach (var (number, line) in canvas.Lines(hasUnicode).Index())
            yield return $"{(number == 0 ? high : number == Height - 1 ? low : "").PadLeft(margin)} {bar}{line}";
        yield return Steps(metric, margin, canvas.Width / 2);
        yield return "";
    }

    private static string Title(MetricSeries metric, bool isLogarithmic)
    {
        var gaps = metric.NotFinite > 0 ? $", {metric.NotFinite} not finite" : "";
        var range = metric.Min <= metric.Max ? $"min {RunPictureText.Number(metric.Min)}  max {RunPictureText.Number(metric.Max)}  " : "";
        var name = RunPictureText.Plain(metric.Name) + (isLogarithmic ? " (log scale)" : "");
        return $"{name}  {range}last {RunPictureText.Number(metric.Last)}  ({metric.Count} values{gaps})";
    }

    private static string Steps(MetricSeries metric, int margin, int columns)
    {
        var (first, last) = (metric.FirstStep.ToString(CultureInfo.InvariantCulture), metric.LastStep.ToString(CultureInfo.InvariantCulture));
        return $"{new string(' ', margin + 2)}{first}{last.PadLeft(Math.Max(columns - first.Length, last.Length + 1))}";
    }

    private static void Draw(MetricSeries metric, ChartScale scale, BrailleCanvas canvas)
    {
        var columns = new MetricSeries.Span[canvas.Width];
        var isKnown = new bool[canvas.Width];
        Array.Fill(columns, MetricSeries.Span.Empty);
        foreach (var (step, span) in metric.Spans)
        {
            var x = ColumnOf(Math.Clamp(step, metric.FirstStep, metric.LastStep), metric, canvas.Width);
            columns[x] = columns[x].With(span);
            isKnown[x] = true;
        }

        // A column without steps is passed over by the line; one whose numbers are not finite breaks it.
        (int X, int Y)? before = null;
        for (var x = 0; x < columns.Length; x++)
        {
            if (!isKnown[x])
                continue;
            if (scale.RowsOf(columns[x], canvas.Height) is not var (low, high))
            {
                before = null;
                continue;
            }

            if (before is { } from)
                canvas.Line(from.X, from.Y, x, from.Y < low ? low : from.Y > high ? high : from.Y);
            canvas.Line(x, low, x, high);
            before = (x, (low + high) / 2);
        }
    }

    private static int ColumnOf(long step, MetricSeries metric, int width) => metric.LastStep == metric.FirstStep
        ? 0
        : (int)Math.Round(((double)step - metric.FirstStep) / ((double)metric.LastStep - metric.FirstStep) * (width - 1));
}
