namespace WandbActors.Persistence.Upload;

/// <summary>
/// Turns what there is to say about a run into requests that the API takes: gives lines their offsets, keeps the limits, and holds back
/// what does not fit. Line = base + k for the k-th history line added, whatever becomes of it. An offset is spent when its request is
/// taken, so a taken payload must be sent until it is accepted, and holds no longer than until the next one is taken. Owner: one actor.
/// </summary>
internal sealed class FileStreamState(FileStreamOffsets start, FileStreamLimits limits)
{
    private RequestBody _body = new(); // of the last payload
    private FileStreamRequest _pending = FileStreamRequest.Empty;
    private bool _isComplete;

    /// <summary>Where the next history and events lines go. With nothing pending, all before them has been taken.</summary>
    public FileStreamOffsets Offsets { get; private set; } = start;

    public bool HasPending => !_pending.IsEmpty;

    public long PendingBytes => _pending.Bytes;

    /// <summary>Whether what waits need not wait for its turn: a full request, a warning that the machine goes away, or the last one.</summary>
    public bool IsUrgent => _pending.Preempting || _pending.ExitCode is not null || PendingBytes >= limits.MaxRequestBytes;

    public void Add(FileStreamRequest request)
    {
        if (_isComplete && !request.IsEmpty)
            throw new InvalidOperationException("The run is complete on the server: nothing may follow.");

        _pending = _pending.Merge(request);
    }

    /// <summary>The last payload was accepted: its memory is free.</summary>
    public void Accepted() => _body.Retire();

    /// <summary>
    /// Builds the next request, or returns null if nothing waits. It holds at least one line if any waits, else as much as the limit
    /// allows, and one run of consecutive console lines; completion goes only with the last of the lines.
    /// </summary>
    public FileStreamPayload? Take()
    {
        if (!HasPending)
            return null;

        _body.Retire();
        _body = new RequestBody();
        var budget = new RequestBudget(limits.MaxRequestBytes);
        var (history, laterHistory) = Cut(_pending.History, budget);
        var (events, laterEvents) = Cut(_pending.Events, budget);
        var firstConsoleLine = _pending.Console.Keys.FirstOrDefault();
        var console = TakeConsoleRun(firstConsoleLine, budget);
        var (summary, laterSummary) = Cut(_pending.Summary.IsEmpty ? LineList.Empty : LineList.Of(_pending.Summary), budget);

        FileLines[] files =
        [
            new(FileStreamPayload.HistoryFile, Offsets.History, history),
            new(FileStreamPayload.EventsFile, Offsets.Events, events),
            new(FileStreamPayload.ConsoleFile, Offsets.Console + firstConsoleLine, LineList.Of([.. console])),
            new(FileStreamPayload.SummaryFile, 0, summary),
        ];
        var rest = new FileStreamRequest
        {
            History = laterHistory,
            Events = laterEvents,
            Console = _pending.Console.RemoveRange(_pending.Console.Keys.Take(console.Count)),
            Summary = laterSummary.Count == 0 ? default : _pending.Summary,
        };
        var payload = FileStreamPayload.Of(
            new FileStreamParts
            {
                Files = [.. files.Where(file => file.Lines.Count > 0)],
                Uploaded = _pending.Uploaded,
                Preempting = _pending.Preempting,
                ExitCode = rest.IsEmpty ? _pending.ExitCode : null,
            },
            _body);
        Return(history);

        Offsets = Offsets with { History = Offsets.History + history.Count, Events = Offsets.Events + events.Count };
        _pending = rest.IsEmpty ? rest : rest with { ExitCode = _pending.ExitCode };
        _isComplete = payload.IsComplete;
        return payload;
    }

    /// <summary>What of the lines fits, and the rest. A line that is too long for any request is a marker from here on.</summary>
    private (LineList Taken, LineList Later) Cut(LineList lines, RequestBudget budget)
    {
        var (taken, later) = (LineList.Empty, LineList.Empty);
        foreach (var run in lines.Runs())
        {
            var count = later.Count > 0 ? 0 : run.Count;
            if (count > 0 && (run.Block.LongestLine > limits.MaxLineBytes || !budget.TryTakeAll(run)))
                (taken, count) = TakeEach(taken, run, budget);
            else if (count > 0)
                taken = taken.Concat(LineList.Of(run));
            later = later.Concat(LineList.Of(run with { First = run.First + count, Count = run.Count - count }));
        }

        return (taken, later);
    }

    private (LineList Taken, int Count) TakeEach(LineList taken, LineRun run, RequestBudget budget)
    {
        for (var line = 0; line < run.Count; line++)
        {
            var fitting = Fitting(run with { First = run.First + line, Count = 1 });
            if (!budget.TryTake((int)fitting.Bytes))
                return (taken, line);

            taken = taken.Concat(LineList.Of(fitting));
        }

        return (taken, run.Count);
    }

    private LineRun Fitting(LineRun line)
    {
        if (line.Bytes <= limits.MaxLineBytes)
            return line;

        var marker = MarkerLine.ForTooLong(line.Block.LineAt(line.First).Span, limits.MaxLineBytes, TooLong(line.Bytes));
        return new LineRun(LineBlock.Of(marker), 0, 1);
    }

    // Whoever has the last of a block's lines has had the others too.
    private static void Return(LineList sent)
    {
        foreach (var run in sent.Runs().Where(run => run.End == run.Block.Count))
            run.Block.Return();
    }

    private List<ReadOnlyMemory<byte>> TakeConsoleRun(long first, RequestBudget budget)
    {
        var taken = new List<ReadOnlyMemory<byte>>();
        foreach (var (number, line) in _pending.Console)
        {
            var fitting = line.Length > limits.MaxLineBytes ? MarkerLine.ForText(TooLong(line.Length)) : line;
            if (number != first + taken.Count || !budget.TryTake(fitting.Length))
                break;

            taken.Add(fitting);
        }

        return taken;
    }

    private string TooLong(long bytes) => $"a line of {bytes} bytes, longer than the {limits.MaxLineBytes} that W&B takes";
}
