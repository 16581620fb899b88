namespace WandbActors.Persistence.Upload;

/// <summary>
/// Turns what there is to say about a run into requests that the API takes: gives lines their offsets, keeps the limits, and holds back
/// what does not fit. Line = base + k for the k-th history line added, whatever becomes of it. An offset is spent when its request is
/// taken, so a taken payload must be sent until it is accepted. Owner: one actor.
/// </summary>
internal sealed class FileStreamState(FileStreamOffsets start, FileStreamLimits limits)
{
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

    /// <summary>
    /// Builds the next request, or returns null if nothing waits. It holds at least one line if any waits, else as much as the limit
    /// allows, and one run of consecutive console lines; completion goes only with the last of the lines.
    /// </summary>
    public FileStreamPayload? Take()
    {
        if (!HasPending)
            return null;

        var budget = new RequestBudget(limits.MaxRequestBytes);
        var history = TakeJson(_pending.History, budget);
        var events = TakeJson(_pending.Events, budget);
        var firstConsoleLine = _pending.Console.Keys.FirstOrDefault();
        var console = TakeConsoleRun(firstConsoleLine, budget);
        var summary = TakeJson(_pending.Summary.IsEmpty ? LineList.Empty : LineList.Of(_pending.Summary), budget);

        FileLines[] files =
        [
            new(FileStreamPayload.HistoryFile, Offsets.History, history),
            new(FileStreamPayload.EventsFile, Offsets.Events, events),
            new(FileStreamPayload.ConsoleFile, Offsets.Console + firstConsoleLine, console),
            new(FileStreamPayload.SummaryFile, 0, summary),
        ];
        var rest = Without(history.Count, events.Count, console.Count, summary.Count > 0);
        var payload = FileStreamPayload.Of(new FileStreamParts
        {
            Files = [.. files.Where(file => file.Lines.Count > 0)],
            Uploaded = _pending.Uploaded,
            Preempting = _pending.Preempting,
            ExitCode = rest.IsEmpty ? _pending.ExitCode : null,
        });

        Offsets = Offsets with { History = Offsets.History + history.Count, Events = Offsets.Events + events.Count };
        _pending = rest.IsEmpty ? rest : rest with { ExitCode = _pending.ExitCode };
        _isComplete = payload.IsComplete;
        return payload;
    }

    private List<ReadOnlyMemory<byte>> TakeJson(LineList lines, RequestBudget budget)
    {
        var taken = new List<ReadOnlyMemory<byte>>();
        foreach (var line in lines)
        {
            var fitting = line.Length > limits.MaxLineBytes ? MarkerLine.ForTooLong(line.Span, limits.MaxLineBytes, TooLong(line)) : line;
            if (!budget.TryTake(fitting.Length))
                break;

            taken.Add(fitting);
        }

        return taken;
    }

    private List<ReadOnlyMemory<byte>> TakeConsoleRun(long first, RequestBudget budget)
    {
        var taken = new List<ReadOnlyMemory<byte>>();
        foreach (var (number, line) in _pending.Console)
        {
            var fitting = line.Length > limits.MaxLineBytes ? MarkerLine.ForText(TooLong(line)) : line;
            if (number != first + taken.Count || !budget.TryTake(fitting.Length))
                break;

            taken.Add(fitting);
        }

        return taken;
    }

    private FileStreamRequest Without(int history, int events, int console, bool summary) => new()
    {
        History = _pending.History.Skip(history),
        Events = _pending.Events.Skip(events),
        Console = _pending.Console.RemoveRange(_pending.Console.Keys.Take(console)),
        Summary = summary ? default : _pending.Summary,
    };

    private string TooLong(ReadOnlyMemory<byte> line) => $"a line of {line.Length} bytes, longer than the {limits.MaxLineBytes} that W&B takes";
}
