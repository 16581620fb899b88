using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// One file_stream request as it goes over the wire. Immutable, so that a retry sends the same bytes, which the server then stores over
/// the same lines.
/// <code>
/// {"files":{"wandb-history.jsonl":{"offset":12,"content":["{…}","{…}"]}, …},"uploaded":["…"],"preempting":true,"complete":true,"exitcode":0}
/// </code>
/// What is empty is left out; a heartbeat is <c>{}</c>.
/// </summary>
internal sealed class FileStreamPayload
{
    // Part of the wire format, not to be changed.
    public const string HistoryFile = "wandb-history.jsonl";
    public const string EventsFile = "wandb-events.jsonl";
    public const string SummaryFile = "wandb-summary.json";
    public const string ConsoleFile = "output.log";

    public static readonly FileStreamPayload Heartbeat = new("{}"u8.ToArray());

    // A text is escaped into a buffer six times its size: long lines go in pieces.
    private const int SegmentBytes = 64 << 10;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // readable and small; what JSON forbids is still escaped
        SkipValidation = true,
    };

    private FileStreamPayload(ReadOnlyMemory<byte> body) => Body = body;

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>How many history lines it carries, markers included.</summary>
    public int HistoryLines { get; private init; }

    /// <summary>Whether it says that the run is complete.</summary>
    public bool IsComplete { get; private init; }

    public static FileStreamPayload Of(FileStreamParts parts)
    {
        var body = new ArrayBufferWriter<byte>(checked((int)(parts.Bytes + (parts.Bytes / 4) + 1024)));
        using (var json = new Utf8JsonWriter(body, WriterOptions))
        {
            json.WriteStartObject();
            WriteFiles(json, parts);
            WriteUploaded(json, parts.Uploaded);
            if (parts.Preempting)
                json.WriteBoolean("preempting"u8, true);
            WriteExit(json, parts.ExitCode);
            json.WriteEndObject();
        }

        return new FileStreamPayload(body.WrittenMemory)
        {
            HistoryLines = parts.Files.Where(file => file.Name == HistoryFile).Sum(file => file.Lines.Count),
            IsComplete = parts.ExitCode is not null,
        };
    }

    private static void WriteFiles(Utf8JsonWriter json, FileStreamParts parts)
    {
        if (parts.Files.Count == 0)
            return;

        json.WriteStartObject("files"u8);
        foreach (var file in parts.Files)
        {
            json.WriteStartObject(file.Name);
            json.WriteNumber("offset"u8, file.Offset);
            json.WriteStartArray("content"u8);
            foreach (var line in file.Lines)
                WriteLine(json, line.Span);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, ReadOnlySpan<byte> line)
    {
        if (line.Length <= SegmentBytes)
        {
            json.WriteStringValue(line);
            return;
        }

        for (; line.Length > SegmentBytes; line = line[SegmentBytes..])
            json.WriteStringValueSegment(line[..SegmentBytes], isFinalSegment: false);
        json.WriteStringValueSegment(line, isFinalSegment: true);
    }

    private static void WriteUploaded(Utf8JsonWriter json, IReadOnlyCollection<string> paths)
    {
        if (paths.Count == 0)
            return;

        json.WriteStartArray("uploaded"u8);
        foreach (var path in paths)
            json.WriteStringValue(path);
        json.WriteEndArray();
    }

    private static void WriteExit(Utf8JsonWriter json, int? exitCode)
    {
        if (exitCode is not { } code)
            return;

        json.WriteBoolean("complete"u8, true);
        json.WriteNumber("exitcode"u8, code);
    }
}
