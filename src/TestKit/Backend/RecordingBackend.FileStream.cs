using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace WandbActors.TestKit;

public sealed partial class RecordingBackend
{
    private const string HistoryFile = "wandb-history.jsonl";
    private const string EventsFile = "wandb-events.jsonl";
    private const string SummaryFile = "wandb-summary.json";
    private const string ConsoleFile = "output.log";

    // W&B's limit counts the lines alone; a single line may be longer than the limit's rest. Escaping may nearly double short ones.
    private const int MaxLinesBytes = 10 << 20;
    private const int MaxBodyBytes = 2 * MaxLinesBytes;

    private static readonly TimeSpan AbortGrace = TimeSpan.FromSeconds(2);

    private async Task HandleFileStreamAsync(HttpContext context, byte[] body, DateTimeOffset arrivedAt)
    {
        var parts = context.Request.Path.Value!.Split('/');
        var run = Run(parts[2], parts[3], parts[4]);
        var request = RequestOf(context, FileStream, body, arrivedAt);
        Log(request, run);
        if (!IsAuthorized(request))
        {
            await ReplyAsync(context, Refuse("file_stream came without the right key", 401), null);
            return;
        }

        var turn = new FileStreamTurn();
        if (!await TryEnterAsync(run, turn))
        {
            await ReplyAsync(context, Refuse($"{run.Id}: a second file_stream request while one is in flight"), null);
            return;
        }

        Fault? fault = null;
        try
        {
            fault = NextFault(FileStream);
            var answer = fault is { Stores: false } ? new Answer(200, "{}") : Take(run, body);
            await ReplyAsync(context, answer, fault);
        }
        finally
        {
            lock (_lock)
                run.InFlight = null;
            turn.End(fault is { Drops: true } || context.RequestAborted.IsCancellationRequested);
        }
    }

    // A request that its client gave up may still be here when the next one comes: only one that ended otherwise was really in flight.
    private async Task<bool> TryEnterAsync(RecordedRun run, FileStreamTurn turn)
    {
        while (true)
        {
            FileStreamTurn other;
            lock (_lock)
            {
                if (run.InFlight is null)
                {
                    run.InFlight = turn;
                    return true;
                }

                other = run.InFlight;
            }

            try
            {
                if (!await other.Ended.WaitAsync(AbortGrace))
                    return false;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }
    }

    private Answer Take(RecordedRun run, byte[] body)
    {
        lock (_lock)
        {
            if (run.CompletingBody is { } completing)
            {
                // The answer to the last request was lost, and the client asks again.
                return completing.AsSpan().SequenceEqual(body) ? new Answer(200, "{}") : Refuse($"{run.Id}: a request after the run was complete");
            }

            var request = JsonNode.Parse(body)!.AsObject();
            var files = request["files"]?.AsObject() ?? [];
            if (Problem(run, request, files, body.Length) is { } problem)
                return Refuse($"{run.Id}: {problem}");

            Store(run, request, files, body);
        }

        SignalChange();
        return new Answer(200, """{"exitcode":null,"limits":{}}""");
    }

    private static string? Problem(RecordedRun run, JsonObject request, JsonObject files, int bodyBytes)
    {
        if (bodyBytes > MaxBodyBytes)
            return $"a body of {bodyBytes} bytes";
        if (request["complete"] is not null != (request["exitcode"] is not null))
            return "complete and exitcode go together";
        if (request["files"] is not null && files.Count == 0)
            return "empty files";

        var linesBytes = files.Sum(file => Lines(file.Value).Sum(line => line.Length));
        return linesBytes > MaxLinesBytes && files.Sum(file => Lines(file.Value).Length) > 1
            ? $"lines of {linesBytes} bytes in one request"
            : files.Select(file => Problem(run, file.Key, Offset(file.Value), Lines(file.Value))).FirstOrDefault(problem => problem is not null);
    }

    private static string? Problem(RecordedRun run, string file, int offset, string[] lines)
    {
        if (lines.Length == 0)
            return $"{file} without lines";
        if (lines.Any(line => line.Contains('\n')))
            return $"{file} has a line with a newline";
        if (file == SummaryFile)
            return offset == 0 && lines.Length == 1 ? null : "the summary is one line at offset 0";
        if (FindStored(run, file) is not { } stored)
            return $"{file} is not a file of file_stream";
        if (offset > stored.Count)
            return $"{file} has a gap: {stored.Count} lines stored, offset {offset}";

        var rewritten = stored.Skip(offset).Zip(lines, (old, line) => old != line).Contains(true);
        return rewritten && file != ConsoleFile ? $"{file} has a stored line rewritten, at or after {offset}" : null;
    }

    private static void Store(RecordedRun run, JsonObject request, JsonObject files, byte[] body)
    {
        foreach (var (name, file) in files)
        {
            if (name == SummaryFile)
                run.Summarize(Lines(file)[0]);
            else
                Write(FindStored(run, name)!, Offset(file), Lines(file));
        }

        foreach (var path in request["uploaded"]?.AsArray() ?? [])
            run.MarkUploaded((string)path!);
        run.Preempting |= (bool?)request["preempting"] ?? false;
        if ((bool?)request["complete"] ?? false)
            run.Complete((int)request["exitcode"]!, body);
    }

    private static void Write(List<string> stored, int offset, string[] lines)
    {
        stored.RemoveRange(offset, Math.Min(lines.Length, stored.Count - offset));
        stored.InsertRange(offset, lines);
    }

    private static List<string>? FindStored(RecordedRun run, string file) => file switch
    {
        HistoryFile => run.HistoryLines,
        EventsFile => run.EventsLines,
        ConsoleFile => run.ConsoleLines,
        _ => null,
    };

    private static int Offset(JsonNode? file) => (int)file!["offset"]!;

    private static string[] Lines(JsonNode? file) => [.. file!["content"]!.AsArray().Select(line => (string)line!)];
}
