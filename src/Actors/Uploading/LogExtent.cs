using System.Buffers;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using WandbActors.Actors.Recovering;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Uploading;

/// <summary>How far a log goes: what a run that goes on has to know of the attempt before it. A log that nobody ended has one too.</summary>
/// <param name="Lines">The lines that it comes to on the server.</param>
/// <param name="NextStep">One behind the highest step of its rows; without rows, the step that it began with.</param>
/// <param name="Runtime">Seconds that the run had been running at its last row, those of earlier attempts included.</param>
internal sealed record LogExtent(LineCounts Lines, long NextStep, double Runtime)
{
    /// <summary>What the run is at its end.</summary>
    public RunSoFar SoFar { get; private init; } = RunSoFar.Of(null, null);

    /// <summary>Whether that holds what earlier attempts have left, or there were none: not if nobody could be asked when it began.</summary>
    public bool IsSoFarWhole { get; private init; }

    /// <summary>How the run ended; as after an interruption if the log does not say.</summary>
    public int ExitCode { get; private init; } = RunRecovery.ExitCode;

    /// <summary>What people see of the run at its end, as far as this log says.</summary>
    public RunRecord Run { get; init; } = new();

    /// <summary>Reads all of a log; what of it cannot be read takes no line, as in sending. Memory stays within what one record takes.</summary>
    /// <param name="path">The log.</param>
    /// <param name="place">Where it was sent; the first place by default.</param>
    public static LogExtent Read(string path, LogPlace? place = null)
    {
        using var reader = TransactionLogReader.Open(path);
        var replay = new RunReplay("");
        var text = new ArrayBufferWriter<byte>();
        var kept = (place is null ? SyncState.Read(path) : place.StateBeside(path))?.SoFar;
        var extent = new LogExtent(default, 0, 0) { IsSoFarWhole = kept is not null };
        while (TryRead(reader, out var record, out var rows))
        {
            replay.CountRows(rows.Count);
            extent = extent.With(rows);
            if (record is null)
                continue;

            extent = extent.With(record);
            var effect = replay.Apply(record);
            if (effect is ReplayEffect.RunRegistered && kept is not null)
                replay.GoOnFrom(kept);
            if (effect is ReplayEffect.ConsoleChanged)
                Forget(replay.Console.Lines, text);
            if (effect is ReplayEffect.Exited exited)
            {
                extent = extent with { ExitCode = exited.ExitCode };
                break;
            }
        }

        return extent with
        {
            Lines = new LineCounts(replay.HistoryLineCount, replay.EventsLineCount, replay.Console.Lines.Count),
            SoFar = RunSoFar.Of(Encoding.UTF8.GetString(replay.Summary.ToUtf8().Span), replay.Config.ToJson()),
            Run = replay.Run.Fields ?? new RunRecord(),
        };
    }

    // Rows are stepped over together.
    private static bool TryRead(TransactionLogReader reader, out Record? record, out RowMoments rows)
    {
        record = null;
        rows = default;
        var outcome = reader.Read(out var bytes);
        for (; outcome == ReadOutcome.Record && rows.With(bytes.Span) is { } more; outcome = reader.Read(out bytes))
            rows = more;

        try
        {
            record = outcome == ReadOutcome.Record ? Record.Parser.ParseFrom(bytes.Span) : null;
        }
        catch (InvalidProtocolBufferException)
        {
        }

        return outcome is ReadOutcome.Record or ReadOutcome.Damage || rows.Count > 0;
    }

    // Nobody wants the text: it would pile up.
    private static void Forget(ConsoleLines lines, ArrayBufferWriter<byte> text)
    {
        text.ResetWrittenCount();
        lines.TakeText(text, isLast: false);
        lines.TakeChanges();
    }

    private LogExtent With(RowMoments rows) => rows.Count == 0 ? this : this with
    {
        NextStep = Math.Max(NextStep, rows.HighestStep + 1),
        Runtime = rows.Runtime ?? Runtime,
    };

    private LogExtent With(Record record) => record switch
    {
        { Run: { } run } => this with
        {
            NextStep = Math.Max(NextStep, run.StartingStep),
            Runtime = Math.Max(Runtime, run.Runtime),
            IsSoFarWhole = IsSoFarWhole || !run.Resumed || run.Summary is not null,
        },
        { History: { } row } => this with
        {
            NextStep = Math.Max(NextStep, (StepOf(row) ?? -1) + 1),
            Runtime = double.TryParse(JsonOf(row, "_runtime"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : Runtime,
        },
        _ => this,
    };

    private static long? StepOf(HistoryRecord row) =>
        long.TryParse(JsonOf(row, "_step"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var step) ? step : row.Step?.Num;

    private static string? JsonOf(HistoryRecord row, string name) =>
        row.Item.FirstOrDefault(item => ItemPath.Name(item.Key, item.NestedKey) == name)?.ValueJson;
}
