using System.Globalization;
using System.Text;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Persistence.Upload;

/// <summary>
/// One file_stream request as it goes over the wire. It does not change, so that a retry sends the same bytes, which the server then stores
/// over the same lines; its memory is used again for the next request when the server has accepted it.
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

    public static readonly FileStreamPayload Heartbeat = Of(new FileStreamParts(), new RequestBody());

    private FileStreamPayload(RequestBody memory) => Memory = memory;

    public ReadOnlyMemory<byte> Body => Memory.Plain.WrittenMemory;

    /// <summary>Where the body is.</summary>
    public RequestBody Memory { get; }

    /// <summary>How many history lines it carries, markers included.</summary>
    public int HistoryLines { get; private init; }

    /// <summary>Whether it says that the run is complete.</summary>
    public bool IsComplete { get; private init; }

    /// <param name="parts">What it says.</param>
    /// <param name="memory">Where it is written: empty, and left alone as long as the payload is needed.</param>
    public static FileStreamPayload Of(FileStreamParts parts, RequestBody memory)
    {
        var body = memory.Plain;
        body.GetSpan(checked((int)(parts.Bytes + (parts.Bytes / 4) + 1024)));
        body.Write("{"u8);
        WriteFiles(parts.Files, body);
        WriteUploaded(parts.Uploaded, body);
        if (parts.Preempting)
            WriteName("preempting"u8, "true"u8, body);
        if (parts.ExitCode is { } code)
        {
            WriteName("complete"u8, "true"u8, body);
            WriteName("exitcode"u8, default, body);
            WriteNumber(code, body);
        }

        body.Write("}"u8);
        return new FileStreamPayload(memory)
        {
            HistoryLines = parts.Files.Where(file => file.Name == HistoryFile).Sum(file => file.Lines.Count),
            IsComplete = parts.ExitCode is not null,
        };
    }

    private static void WriteFiles(IReadOnlyList<FileLines> files, PooledBuffer body)
    {
        if (files.Count == 0)
            return;

        WriteName("files"u8, default, body);
        foreach (var (index, file) in files.Index())
        {
            body.Write(index == 0 ? "{"u8 : ","u8);
            ValueJson.WriteText(file.Name, body);
            body.Write(":{\"offset\":"u8);
            WriteNumber(file.Offset, body);
            body.Write(",\"content\":["u8);
            WriteLines(file.Lines, body);
            body.Write("]}"u8);
        }

        body.Write("}"u8);
    }

    // Each line brings its comma.
    private static void WriteLines(LineList lines, PooledBuffer body)
    {
        var isFirst = true;
        foreach (var run in lines.Runs())
        {
            body.Write(isFirst ? run.Escaped[1..] : run.Escaped);
            isFirst = false;
        }
    }

    private static void WriteUploaded(IReadOnlyCollection<string> paths, PooledBuffer body)
    {
        if (paths.Count == 0)
            return;

        WriteName("uploaded"u8, default, body);
        foreach (var (index, path) in paths.Index())
        {
            body.Write(index == 0 ? "["u8 : ","u8);
            ValueJson.WriteText(path, body);
        }

        body.Write("]"u8);
    }

    private static void WriteName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json, PooledBuffer body)
    {
        body.Write(body.Length > 1 ? ",\""u8 : "\""u8);
        body.Write(name);
        body.Write("\":"u8);
        body.Write(json);
    }

    private static void WriteNumber(long number, PooledBuffer body) =>
        body.Write(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
}
