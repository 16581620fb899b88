using WandbActors.Cli.Reading;
using WandbActors.Cli.Syncing;

namespace WandbActors.Cli.Verifying;

/// <summary>Reports on logs, for people and for scripts.</summary>
internal static class LogReportText
{
    private const int MaxFilesNamed = 10;

    public static IEnumerable<string> Of(LogReport report)
    {
        yield return $"{report.Place.RunId}: {(report.IsSound ? "sound" : "DAMAGED")}, {report.Place.LogPath} ({Sizes.Of(report.Bytes)})";
        yield return $"  {Rows(report.Rows)}; records: {string.Join(", ", report.Records.Select(kind => $"{kind.Value} {kind.Key.ToLowerInvariant()}"))}";
        yield return $"  {End(report)}";
        if (report.HasRowBuffer)
            yield return "  a row buffer was left behind: `wandb-actors recover` writes what it still holds";
        if (report.MissingFiles.Count > 0)
            yield return $"  {report.MissingFiles.Count} files that the log names are not in files/: {NamesOf(report.MissingFiles)}";
        foreach (var problem in report.Damage)
            yield return $"  damage: {problem}";
        if (report.MoreDamage > 0)
            yield return $"  damage: {report.MoreDamage} more";
    }

    public static string ToJson(IEnumerable<LogReport> reports) => StrictJson.Of(
        writer =>
        {
            writer.WriteStartArray();
            foreach (var report in reports)
                Write(writer, report);
            writer.WriteEndArray();
        },
        isIndented: true);

    private static string NamesOf(IReadOnlyList<string> files) =>
        string.Join(", ", files.Take(MaxFilesNamed)) + (files.Count > MaxFilesNamed ? ", ..." : "");

    private static string Rows(RowLedger rows) =>
        (rows.FirstStep is { } first ? $"{Sizes.OfRows(rows.Count)}, steps {first} to {rows.LastStep}" : Sizes.OfRows(rows.Count))
        + (rows.Late > 0 ? $", {rows.Late} of them not above the step before" : "")
        + (rows.WithoutStep > 0 ? $", {rows.WithoutStep} of them without a step" : "");

    private static string End(LogReport report) =>
        report.ExitCode is { } code ? $"ended with exit code {code}" : report.IsLive ? "goes on" : "has no end: interrupted, or the copy of a run that goes on";

    private static void Write(System.Text.Json.Utf8JsonWriter writer, LogReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("id", report.Place.RunId);
        writer.WriteString("log", report.Place.LogPath);
        writer.WriteBoolean("sound", report.IsSound);
        writer.WriteNumber("bytes", report.Bytes);
        writer.WriteNumber("rows", report.Rows.Count);
        writer.WriteNumber("lateRows", report.Rows.Late);
        writer.WriteBoolean("running", report.IsLive);
        writer.WriteBoolean("rowBuffer", report.HasRowBuffer);
        writer.WritePropertyName("exitCode");
        StrictJson.Write(writer, report.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null");
        writer.WriteStartObject("records");
        foreach (var (kind, count) in report.Records)
            writer.WriteNumber(kind.ToLowerInvariant(), count);
        writer.WriteEndObject();
        writer.WriteStartArray("missingFiles");
        foreach (var file in report.MissingFiles)
            writer.WriteStringValue(file);
        writer.WriteEndArray();
        writer.WriteStartArray("damage");
        foreach (var problem in report.Damage)
        {
            writer.WriteStartObject();
            writer.WriteNumber("offset", problem.Offset);
            writer.WriteString("problem", problem.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
