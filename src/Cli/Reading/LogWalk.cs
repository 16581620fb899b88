using Google.Protobuf;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Cli.Reading;

/// <summary>
/// Goes through a run's log from its start, also while the run goes on: rows without an object for any of them, all else as records. What is damaged is
/// stepped over and remembered; memory is bounded by the largest record. One thread.
/// </summary>
internal sealed class LogWalk : IDisposable
{
    private const int MaxProblems = 100; // a file of noise has one in each block

    private readonly TransactionLogReader _reader;
    private readonly List<LogProblem> _problems = [];
    private Record? _record;

    private LogWalk(TransactionLogReader reader, ColumnNames names)
    {
        _reader = reader;
        Row = new LoggedRow(names);
    }

    /// <summary>After <see cref="WalkStep.Row"/>: valid until the next step.</summary>
    public LoggedRow Row { get; }

    /// <summary>After <see cref="WalkStep.Record"/>.</summary>
    public Record Record => _record!;

    /// <summary>What was damaged so far: the first hundred places.</summary>
    public IReadOnlyList<LogProblem> Problems => _problems;

    /// <summary>After <see cref="WalkStep.End"/>: the record that is not whole there, or not yet; <c>null</c> if the log ends with a whole one.</summary>
    public LogProblem? TornTail { get; private set; }

    /// <summary>Opens a log; others may write it meanwhile. One that does not exist yet is an empty one.</summary>
    /// <param name="path">The log.</param>
    /// <param name="names">Names that are shared with other logs; of its own by default.</param>
    public static LogWalk Open(string path, ColumnNames? names = null) =>
        new(File.Exists(path) ? TransactionLogReader.Open(path) : new TransactionLogReader(Stream.Null), names ?? new ColumnNames());

    /// <summary>Opens a log near its end: at a block of it from which so many bytes are left, or at its start.</summary>
    /// <param name="path">The log.</param>
    /// <param name="bytes">How much of it is to be read.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    public static LogWalk OpenTail(string path, long bytes, out bool isWhole)
    {
        var walk = Open(path);
        var from = File.Exists(path) ? TransactionLogReader.LengthOf(path) - bytes : 0;
        from -= from % TransactionLogFormat.BlockBytes;
        isWhole = from <= 0;
        if (!isWhole)
            walk._reader.Seek(from); // within a record, most often: what is left of that one counts as damage
        return walk;
    }

    /// <summary>Reads on. Behind the end of a log that grows it may be called again.</summary>
    public WalkStep Next()
    {
        while (true)
        {
            var begin = _reader.Position;
            var outcome = _reader.Read(out var bytes);
            TornTail = outcome == ReadOutcome.TornTail ? _reader.Problem : null;
            if (outcome == ReadOutcome.Record && Take(bytes, begin) is { } step)
                return step;
            if (outcome is ReadOutcome.Damage or ReadOutcome.NotALog)
                Note(_reader.Problem!);
            if (outcome is ReadOutcome.End or ReadOutcome.TornTail or ReadOutcome.NotALog)
                return WalkStep.End;
        }
    }

    public void Dispose() => _reader.Dispose();

    private WalkStep? Take(ReadOnlyMemory<byte> bytes, long offset)
    {
        if (Row.TryRead(bytes))
            return WalkStep.Row;

        try
        {
            _record = Record.Parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            Note(new LogProblem(offset, "a record cannot be read"));
            return null;
        }

        if (_record.History is null)
            return WalkStep.Record;

        Row.Take(_record.History);
        return WalkStep.Row;
    }

    private void Note(LogProblem problem)
    {
        if (_problems.Count < MaxProblems)
            _problems.Add(problem);
    }
}
