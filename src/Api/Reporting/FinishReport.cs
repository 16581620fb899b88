using WandbActors.Persistence.Records;

namespace WandbActors.Reporting;

/// <summary>
/// What is printed at the end of a run: the course of each metric and what the summary says of it, where the run is, what was lost and what to do.
/// Lines of text; who prints them decides where. Losses are told even to those who want quiet.
/// </summary>
internal static class FinishReport
{
    private const int MaxMetrics = 20;
    private const int MaxNameLength = 40;
    private const int MaxValueLength = 60;

    /// <summary>The lines, each with the prefix; none when the user wants silence.</summary>
    public static IReadOnlyList<string> Write(RunReceipt receipt, IReadOnlyList<MetricTrace> metrics, TerminalStyle style, bool isQuiet, bool isSilent)
    {
        if (isSilent || receipt.Mode == RunMode.Disabled)
            return [];

        List<string> lines = [.. isQuiet ? [] : MetricLines(metrics, style), .. PlaceLines(receipt, isQuiet), .. LossLines(receipt)];
        var prefix = style.HasColor ? "\e[34;1mwandb\e[0m: " : "wandb: ";
        return [.. lines.Select(line => prefix + line)];
    }

    private static IEnumerable<string> MetricLines(IReadOnlyList<MetricTrace> metrics, TerminalStyle style)
    {
        var shown = metrics.Take(MaxMetrics).ToArray();
        if (shown.Length == 0)
            yield break;

        var names = shown.Select(metric => Shorten(metric.Name, MaxNameLength, style)).ToArray();
        var width = names.Max(name => name.Length);
        var courses = shown.Select(metric => Sparkline.Draw(metric.Points, style.HasUnicode)).ToArray();

        yield return "Run history:";
        for (var index = 0; index < shown.Length; index++)
        {
            if (courses[index].Length > 0)
                yield return $"  {names[index].PadLeft(width)} {courses[index]}";
        }

        yield return "";
        yield return "Run summary:";
        for (var index = 0; index < shown.Length; index++)
        {
            if (shown[index].InSummary is { } value)
                yield return $"  {names[index].PadLeft(width)} {Shorten(value, MaxValueLength, style)}";
        }

        if (metrics.Count > MaxMetrics)
            yield return $"  + {metrics.Count - MaxMetrics} more";
        yield return "";
    }

    private static IEnumerable<string> PlaceLines(RunReceipt receipt, bool isQuiet)
    {
        if (receipt.RunUrl is { } page)
            yield return $"View run {receipt.RunId} at: {page}";
        if (receipt.SyncCommand is { } command)
        {
            yield return receipt.Mode == RunMode.Offline
                ? "You can send this run to the server by running (`wandb sync` works too):"
                : $"{receipt.RowsWaiting} rows, or the files or the end of the run, are not on the server yet. Send them by running (`wandb sync` works too):";
            yield return command;
        }

        if (isQuiet)
            yield break;

        yield return LedgerLine(receipt);
        if (receipt.Directory is { } directory)
            yield return $"Find the run's files at: {directory}";
    }

    private static string LedgerLine(RunReceipt receipt)
    {
        var merged = receipt.RowsMerged > 0 ? $" ({receipt.RowsMerged} of them merged into others)" : "";
        var sent = receipt.Mode == RunMode.Online ? $", {receipt.RowsOnServer} records on the server, {receipt.RowsWaiting} waiting" : "";
        return $"Rows: {receipt.RowsOffered} logged, {receipt.RowsInLog} in the log{merged}{sent}";
    }

    private static IEnumerable<string> LossLines(RunReceipt receipt)
    {
        if (receipt.UploadProblem is { } problem)
            yield return $"WARNING Not all is on the server: {problem}";
        foreach (var loss in receipt.Losses)
            yield return $"WARNING {loss}";
    }

    // Names and texts are the program's: a control character among them must not reach the terminal.
    private static string Shorten(string text, int maxLength, TerminalStyle style)
    {
        var plain = string.Concat(text.Select(letter => char.IsControl(letter) || (!style.HasUnicode && !char.IsAscii(letter)) ? '?' : letter));
        if (plain.Length <= maxLength)
            return plain;

        var end = style.HasUnicode ? "…" : "..";
        return plain[..(maxLength - end.Length)] + end;
    }
}
