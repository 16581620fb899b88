using System.Text.Json;
using WandbActors.Cli.Listing;
using WandbActors.Cli.Reading;

namespace WandbActors.Cli.Showing;

/// <summary>A run as one JSON object for scripts: what <c>ls --json</c> says, config, summary, metadata, and the course of each metric.</summary>
internal static class RunPictureJson
{
    public static string Of(RunPicture run) => StrictJson.Of(writer => Write(writer, run), isIndented: true);

    private static void Write(Utf8JsonWriter writer, RunPicture run)
    {
        writer.WriteStartObject();
        RunListing.WriteFields(writer, run.Survey);
        writer.WriteStartArray("tags");
        foreach (var tag in run.Survey.Run?.Tags ?? [])
            writer.WriteStringValue(tag);
        writer.WriteEndArray();
        writer.WriteString("notes", run.Survey.Run?.Notes);
        writer.WriteStartArray("problems");
        foreach (var problem in run.Survey.Problems)
            writer.WriteStringValue(problem.ToString());
        writer.WriteEndArray();
        writer.WriteStartObject("config");
        foreach (var (name, json) in run.Config)
            WriteJson(writer, name, json);
        writer.WriteEndObject();
        WriteJson(writer, "summary", run.SummaryJson);
        WriteJson(writer, "metadata", run.Metadata ?? "null");
        writer.WriteStartObject("metrics");
        foreach (var (name, points) in run.Courses)
            WriteCourse(writer, name, points);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        StrictJson.Write(writer, json);
    }

    private static void WriteCourse(Utf8JsonWriter writer, string name, IReadOnlyList<double> points)
    {
        writer.WriteStartArray(name);
        foreach (var point in points)
            StrictJson.Write(writer, point);
        writer.WriteEndArray();
    }
}
