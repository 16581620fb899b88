using System.Buffers;
using System.Text;
using Google.Protobuf;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Testing;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.EndToEnd.Tests.Compatibility;

/// <summary>What a transaction log says; read by the second reader, so that a mistake in writing it cannot hide in reading it.</summary>
internal static class LogMeaning
{
    // Python's packages; the official client names them in every log.
    private const string Packages = "requirements.txt";

    public static RunMeaning Of(string path)
    {
        var chunks = PlainChunks.Parse(File.ReadAllBytes(path));
        Assert.Null(chunks.Complaint);

        var meaning = new RunMeaning();
        var replay = new RunReplay("");
        foreach (var bytes in chunks.Records)
        {
            var record = Record.Parser.ParseFrom(bytes);
            Add(record, meaning);
            if (replay.Apply(record) is ReplayEffect.HistoryLine line)
                meaning["history"].Add(Anonymous.Json(Encoding.UTF8.GetString(line.ToUtf8().Span)));
        }

        meaning["summary"].Add(Anonymous.Json(Encoding.UTF8.GetString(replay.Summary.ToUtf8().Span)));
        meaning["config"].Add(Anonymous.Config(replay.Config.ToJson()));
        meaning["console"].AddRange(TextOf(replay.Console));
        AddRun(replay.Run.Fields!, meaning["run"]);
        // Naming a file twice says no more than naming it once.
        foreach (var part in (string[])["files", "metrics"])
            meaning[part] = [.. meaning[part].Distinct().Order(StringComparer.Ordinal)];
        return meaning;
    }

    private static void Add(Record record, RunMeaning meaning)
    {
        switch (record.RecordTypeCase)
        {
            case Record.RecordTypeOneofCase.Metric:
                meaning["metrics"].Add(MeaningOf(record.Metric));
                break;
            case Record.RecordTypeOneofCase.Files:
                meaning["files"].AddRange(record.Files.Files.Where(file => file.Path != Packages).Select(file => $"{Anonymous.Path(file.Path)} {file.Policy}"));
                break;
            case Record.RecordTypeOneofCase.Alert:
                meaning["alerts"].Add($"{record.Alert.Title} | {record.Alert.Text} | {record.Alert.Level} | {record.Alert.WaitDuration}");
                break;
            case Record.RecordTypeOneofCase.Artifact:
                meaning["artifacts"].Add(MeaningOf(record.Artifact));
                break;
            case Record.RecordTypeOneofCase.Exit:
                meaning["exit"].Add($"{record.Exit.ExitCode}");
                break;
        }
    }

    // The official client marks nothing as overwritten that it could not mark otherwise: what counts is what the definition says.
    private static string MeaningOf(MetricRecord metric)
    {
        var plain = metric.Clone();
        plain.Control = null;
        if (plain.Summary?.CalculateSize() == 0)
            plain.Summary = null;
        return JsonMeaning.Of(JsonFormatter.Default.Format(plain));
    }

    private static string MeaningOf(ArtifactRecord artifact)
    {
        var contents = artifact.Manifest.Contents.Select(entry => $"{entry.Path} {entry.Digest} {entry.Size}");
        return $"{artifact.Type} {artifact.Name} {artifact.Digest} [{string.Join(' ', artifact.Aliases)}] {artifact.Description} {artifact.Metadata} "
            + $"v{artifact.Manifest.Version} {artifact.Manifest.StoragePolicy}: {string.Join("; ", contents)}";
    }

    private static string[] TextOf(ConsoleState console)
    {
        var text = new ArrayBufferWriter<byte>();
        console.Lines.TakeText(text, isLast: true);
        return Encoding.UTF8.GetString(text.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void AddRun(RunRecord run, List<string> lines) => lines.AddRange(
    [
        $"id {run.RunId}",
        $"entity {run.Entity}",
        $"project {run.Project}",
        $"name {run.DisplayName}",
        $"group {run.RunGroup}",
        $"job type {run.JobType}",
        $"notes {run.Notes}",
        $"tags {string.Join(',', run.Tags)}",
        $"host {run.Host}",
    ]);
}
