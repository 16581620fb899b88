using System.Text.Json;
using WandbActors.Harness.Children;
using WandbActors.Testing;

namespace WandbActors.Harness.Kills;

/// <summary>What is wrong with a server that was sent the logs of a run, one after the other.</summary>
internal static class ServerCheck
{
    /// <summary>Compares what the server holds with the chain of logs, in their order: sentences, none if they agree.</summary>
    public static IEnumerable<string> Check(RecordingBackend backend, RecordedRun run, IReadOnlyList<PlainLog> chain)
    {
        foreach (var violation in backend.Violations.Take(3))
            yield return $"the server refused: {violation}";

        var rows = chain.SelectMany(log => log.Records).Where(record => record.Kind == PlainRecord.History).ToList();
        var lines = run.History;
        if (rows.Count != lines.Count)
            yield return $"the server has {lines.Count} lines, the logs have {rows.Count} rows";
        var differing = Enumerable.Range(0, Math.Min(rows.Count, lines.Count)).Where(index => !IsSame(rows[index], lines[index])).ToList();
        if (differing.Count > 0)
            yield return $"{differing.Count} lines of the server differ from the logs' rows, the first is {differing[0]}";

        var samples = chain.Sum(LogCheck.SamplesOf);
        if (run.Events.Count != samples)
            yield return $"the server has {run.Events.Count} samples, the logs have {samples}";
        var spoken = chain.SelectMany(LogCheck.ConsoleOf).ToList();
        var heard = run.Console.SelectMany(CallMark.InConsole).ToList();
        var same = heard.Zip(spoken).TakeWhile(pair => pair.Item1 == pair.Item2).Count();
        if (heard.Count != spoken.Count || same < spoken.Count)
            yield return $"the server has {heard.Count} console lines, the logs have {spoken.Count}, and only the first {same} are the same";
    }

    // A line is the row's own JSON most often; only where it is not, what both mean is compared.
    private static bool IsSame(PlainRecord row, string line)
    {
        var json = $"{{{string.Join(',', row.Items.Select(item => $"{JsonSerializer.Serialize(item.Key)}:{item.Json}"))}}}";
        return json == line || JsonMeaning.Of(json) == JsonMeaning.Of(line);
    }
}
