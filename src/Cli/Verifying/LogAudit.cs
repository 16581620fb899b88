using Google.Protobuf;
using WandbActors.Cli.Reading;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Cli.Verifying;

/// <summary>Reads a log record by record, with the generated parser throughout, and keeps count. Memory does not grow with the log. One thread.</summary>
internal sealed class LogAudit
{
    private const int MaxListed = 100; // a file of noise is damaged in each block
    private const int MaxFiles = 100_000;

    private readonly SortedDictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private readonly List<LogProblem> _damage = [];
    private readonly HashSet<string> _files = [];
    private readonly LoggedRow _row = new(new ColumnNames());
    private long _lastNumber;
    private bool _isOurs; // their numbers have no gaps; those of other writers may

    public IReadOnlyDictionary<string, long> Kinds => _kinds;

    public RowLedger Rows { get; private set; }

    public int? ExitCode { get; private set; }

    public IReadOnlySet<string> Files => _files;

    public IReadOnlyList<LogProblem> Damage => _damage;

    public long MoreDamage { get; private set; }

    /// <summary>Reads a log to its end; what the disk refuses counts as damage.</summary>
    /// <param name="path">The log.</param>
    /// <param name="isLive">Whether it is being written: then its last record may be on its way.</param>
    public void Read(string path, bool isLive)
    {
        var position = 0L;
        try
        {
            using var reader = TransactionLogReader.Open(path);
            Read(reader, isLive, ref position);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Note(new LogProblem(position, failure.Message));
        }
    }

    /// <summary>Nobody adds to the log any more: one that names no run is damaged, if only for being empty.</summary>
    public void MissRun()
    {
        if (_damage.Count == 0 && !_kinds.ContainsKey(nameof(Record.RecordTypeOneofCase.Run)))
            Note(new LogProblem(0, _kinds.Count == 0 ? "the log is empty" : "the log names no run"));
    }

    private void Read(TransactionLogReader reader, bool isLive, ref long position)
    {
        while (true)
        {
            position = reader.Position;
            var outcome = reader.Read(out var bytes);
            if (outcome == ReadOutcome.Record)
                Take(bytes.Span, position);
            else if (outcome is ReadOutcome.Damage or ReadOutcome.NotALog || (outcome == ReadOutcome.TornTail && !isLive))
                Note(reader.Problem!);
            if (outcome is not (ReadOutcome.Record or ReadOutcome.Damage))
                return;
        }
    }

    private void Take(ReadOnlySpan<byte> bytes, long offset)
    {
        Record record;
        try
        {
            record = Record.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException problem)
        {
            Note(new LogProblem(offset, $"a record of {bytes.Length} bytes with a good checksum cannot be read ({problem.Message})"));
            return;
        }

        Count(record);
        Number(record, offset);
    }

    private void Count(Record record)
    {
        var kind = record.RecordTypeCase.ToString();
        _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
        ExitCode = record.Exit?.ExitCode ?? ExitCode;
        _isOurs |= record.Header is not null && Guid.TryParseExact(record.Info?.StreamId, "N", out _);
        if (record.History is { } history)
        {
            _row.Take(history);
            Rows = Rows.With(_row.Step);
        }

        foreach (var file in record.Files?.Files ?? [])
        {
            if (_files.Count < MaxFiles && file.Path.AsSpan().IndexOfAny("*?[") < 0)
                _files.Add(file.Path);
        }
    }

    private void Number(Record record, long offset)
    {
        if (_isOurs && record.Num != _lastNumber + 1)
        {
            var missing = record.Num - _lastNumber - 1;
            var reason = missing switch
            {
                1 => $"1 record is missing before number {record.Num}",
                > 1 => $"{missing} records are missing before number {record.Num}",
                _ => $"number {record.Num} follows number {_lastNumber}",
            };
            Note(new LogProblem(offset, reason));
        }

        _lastNumber = record.Num;
    }

    private void Note(LogProblem problem)
    {
        if (_damage.Count < MaxListed)
            _damage.Add(problem);
        else
            MoreDamage++;
    }
}
