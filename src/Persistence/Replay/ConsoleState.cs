using Google.Protobuf.WellKnownTypes;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// A run's console: its stdout, stderr and logger each have a terminal, and all write to one list of lines. Lines bear the time of the
/// record that began them, so every replay gives the same.
/// </summary>
internal sealed class ConsoleState
{
    private readonly ConsoleTerminal _stdout;
    private readonly ConsoleTerminal _stderr;
    private readonly ConsoleTerminal _logger;
    private DateTime _latest = DateTime.UnixEpoch;

    public ConsoleState()
    {
        _stdout = new ConsoleTerminal(Lines, isError: false);
        _stderr = new ConsoleTerminal(Lines, isError: true);
        _logger = new ConsoleTerminal(Lines, isError: false);
    }

    public ConsoleLines Lines { get; } = new();

    public void Apply(OutputRawRecord record)
    {
        var terminal = record.OutputType == OutputRawRecord.Types.OutputType.Stderr ? _stderr : _stdout;
        terminal.Write(record.Line, TimeOf(record.Timestamp));
    }

    /// <summary>A logger's line has no time of its own and takes that of the output before it.</summary>
    public void Apply(OutputLoggerRecord record) => _logger.Write(record.Line.EndsWith('\n') ? record.Line : record.Line + "\n", _latest);

    private DateTime TimeOf(Timestamp? timestamp) => _latest = Moment.Of(timestamp) ?? _latest;
}
