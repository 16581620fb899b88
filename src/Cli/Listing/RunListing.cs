using System.Text.Json;
using WandbActors.Cli.Reading;

namespace WandbActors.Cli.Listing;

/// <summary>Runs as one JSON list for scripts: an object each.</summary>
internal static class RunListing
{
    public static string ToJson(IEnumerable<RunSurvey> runs) => StrictJson.Of(
        writer =>
        {
            writer.WriteStartArray();
            foreach (var run in runs)
                Write(writer, run);
            writer.WriteEndArray();
        },
        isIndented: true);

    /// <summary>Writes one.</summary>
    public static void Write(Utf8JsonWriter writer, RunSurvey run)
    {
        writer.WriteStartObject();
        WriteFields(writer, run);
        writer.WriteEndObject();
    }

    /// <summary>Writes what one consists of, for an object that holds more.</summary>
    public static void WriteFields(Utf8JsonWriter writer, RunSurvey run)
    {
        writer.WriteString("id", run.Place.RunId);
        writer.WriteString("name", run.Run?.DisplayName);
        writer.WriteString("project", run.Run?.Project);
        writer.WriteString("entity", run.Run?.Entity);
        writer.WriteString("state", ListCommand.NameOf(run.Condition));
        WriteNumber(writer, "exitCode", run.ExitCode);
        WriteTime(writer, "startedAt", run.StartedAt);
        writer.WriteNumber("seconds", run.Duration.TotalSeconds);
        writer.WriteNumber("rows", run.Rows);
        WriteNumber(writer, "lastStep", run.LastStep);
        writer.WriteBoolean("offline", run.Place.IsOffline);
        writer.WriteBoolean("synced", run.Synced.IsWhole);
        WriteNumber(writer, "syncedRows", run.SyncedRows);
        writer.WriteNumber("bytes", run.Bytes);
        writer.WriteBoolean("damaged", run.Problems.Count > 0);
        writer.WriteString("directory", run.Place.Directory);
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? number)
    {
        if (number is { } value)
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTime? time)
    {
        if (time is { } value)
            writer.WriteString(name, value);
        else
            writer.WriteNull(name);
    }
}
