using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// Turns calls into history records by W&amp;B's rules of steps: a call without a step takes the next one; calls at the same step join;
/// a call with a higher step, a commit or the end closes the open row. A call with a lower step than the newest is written by itself
/// and changes nothing else; one with a step that is none is a row of its own at the next step. Everything it knows is in its state, so that the same items make the same records again.
/// </summary>
internal sealed class StepAssembler
{
    // Beyond it, W&B's pages cannot tell a step from the next: their numbers are 64-bit floats.
    private const long MaxStep = 1L << 53;

    private readonly KeyBook _keys = new();
    private readonly MetricSampler _sampler;
    private readonly OpenRow _open;
    private readonly MetricTracks _tracks;
    private readonly SummaryTracker _summary;
    private readonly LogWindows _windows;
    private readonly RowWriter _rows;
    private readonly List<HeldValue> _joining = [];
    private IEnumerable<Record>? _written; // until it has been read
    private AssemblerProgress _progress;

    /// <summary>Goes on from a state.</summary>
    /// <param name="sampler">Remembers the course of the metrics.</param>
    /// <param name="state">Another assembler's <see cref="State"/>.</param>
    /// <param name="written">The records that the log has, which are read if there are definitions of metrics, or when the first one comes.</param>
    /// <param name="media">Where files of values go; <c>null</c> when no value can have any.</param>
    public StepAssembler(MetricSampler sampler, ReadOnlyMemory<byte> state, IEnumerable<Record> written, MediaFolder? media = null)
        : this(sampler, media)
    {
        _progress = AssemblerState.Read(state, _open, _summary, _windows, _keys);
        _written = written;
        if (_progress.HasDefinitions)
            ReadWritten();
        _rows.NoteOpenSteps();
    }

    /// <summary>Begins a log whose first row without a step takes this one.</summary>
    public StepAssembler(RunClock clock, long startingStep, MetricSampler sampler, MediaFolder? media = null) : this(sampler, media) =>
        _progress = new AssemblerProgress { Clock = clock, NextRecord = 1, NextStep = startingStep, NewestStep = long.MinValue };

    private StepAssembler(MetricSampler sampler, MediaFolder? media)
    {
        _sampler = sampler;
        _open = new OpenRow(_keys);
        _tracks = new MetricTracks(_keys);
        _windows = new LogWindows(_keys);
        _summary = new SummaryTracker(_keys, _tracks);
        _rows = new RowWriter(_keys, sampler, media, _tracks, _summary, _windows);
    }

    public AssemblerCounts Counts => _progress.Counts;

    /// <summary>What people should know of rows.</summary>
    public RowRemarks Remarks => _rows.Remarks;

    public bool HasSummaryChanges => _summary.HasChanges;

    /// <summary>Whether the summary's changes are too many to be carried further: they must be written with this batch.</summary>
    public bool IsSummaryLarge => _summary.ChangedBytes > AssemblerState.MaxSummaryBytes;

    /// <summary>Whether a window is open that ends by the clock.</summary>
    public bool HasTimedWindow => _windows.All.Any(window => window is { IsOpen: true, Rule.Seconds: > 0 });

    public byte[] State => AssemblerState.Write(_progress, _open, _summary, _windows, _keys);

    /// <summary>Takes one item. One that cannot be read is set aside, whole, and counted: it must not stop the rows behind it.</summary>
    public void Take(in BufferedItem item, EncodedBatch batch)
    {
        // First, since it is no part of the item: what it closes stays closed whatever the item is like.
        if (item.Kind == BufferedItemKind.Row && item.Step is { } step && (step > _progress.NextStep || step < 0))
            MoveTo(step, batch);

        var (progress, records) = (_progress, batch.Count);
        _rows.Expanded = 0;
        try
        {
            if (item.Kind == BufferedItemKind.Row)
                TakeRow(item, batch);
            else if (item.Kind == BufferedItemKind.SummaryValues)
                TakeSummary(item, batch);
            else
                TakeRecord(item.RecordBytes, batch);
        }
        catch (Exception)
        {
            batch.TruncateTo(records + _rows.Expanded);
            _progress = progress;
            _progress.NextRecord += _rows.Expanded;
            _progress.Counts.Poisoned++;
        }
    }

    /// <summary>Writes the open row, if any, and moves to the next step; then what the windows hold.</summary>
    public void Close(EncodedBatch batch)
    {
        Close(batch, advance: true);
        _rows.CloseWindows(overdueAt: null, batch, ref _progress);
    }

    /// <summary>Writes what windows hold whose time is over although no row has come.</summary>
    public void CloseOverdue(long utcTicks, EncodedBatch batch)
    {
        if (HasTimedWindow)
            _rows.CloseWindows(utcTicks, batch, ref _progress);
    }

    /// <summary>Writes the summary's changes, if any.</summary>
    public void WriteSummary(EncodedBatch batch)
    {
        if (!_summary.HasChanges)
            return;

        _summary.WriteChanges(batch, _progress.NextRecord++);
        _sampler.Add(Record.Parser.ParseFrom(batch[^1]).Summary);
    }

    /// <summary>Writes the end of a run that says so itself: the open row, the summary, and the records that close the log.</summary>
    public void WriteEnd(int exitCode, long utcTicks, EncodedBatch batch)
    {
        Close(batch);
        batch.Add(_progress.NextRecord++, new Record { Telemetry = new TelemetryRecord { Feature = new Feature { Finish = true } } });
        WriteExit(exitCode, utcTicks, batch);
    }

    /// <summary>Writes the end for a run whose process could not: the same but for the claim that the program finished it.</summary>
    public void WriteInterruption(int exitCode, long utcTicks, EncodedBatch batch)
    {
        Close(batch);
        WriteExit(exitCode, utcTicks, batch);
    }

    private void WriteExit(int exitCode, long utcTicks, EncodedBatch batch)
    {
        WriteSummary(batch);
        RunEnd.Write(exitCode, _progress.Clock.Runtime(utcTicks), ref _progress.NextRecord, batch);
        _progress.HasEnded = true;
    }

    private void TakeRow(in BufferedItem row, EncodedBatch batch)
    {
        _progress.Counts.Calls++;
        if (row.Step is { } step && (step < _progress.NextStep || step > MaxStep))
            WriteApart(row, step, batch);
        else if (row.Commit && !_open.IsOpen)
            WriteWhole(row, batch);
        else
            Join(row, batch);
    }

    private void MoveTo(long step, EncodedBatch batch)
    {
        Close(batch, advance: true);
        if (IsStep(step))
            _progress.NextStep = step;
    }

    private static bool IsStep(long step) => step is >= 0 and <= MaxStep;

    private void TakeRecord(ReadOnlySpan<byte> record, EncodedBatch batch)
    {
        if (record.StartsWith(RecordEncoder.LogEveryTag))
        {
            _windows.Declare(Record.Parser.ParseFrom(record).LogEvery);
            return;
        }

        if (record is [RecordEncoder.SummaryTag, ..])
            TakeSummary(record, batch);
        else if (record is [RecordEncoder.MetricTag, ..])
            TakeDefinition(Record.Parser.ParseFrom(record).Metric, batch);
        batch.AddEncoded(_progress.NextRecord++, record);
    }

    // As a record of the summary, but for the JSON of its values.
    private void TakeSummary(in BufferedItem item, EncodedBatch batch)
    {
        WriteSummary(batch);
        _rows.WriteSummary(item, batch, ref _progress);
    }

    // What the user sets in the summary holds against all earlier rows, so those are written first.
    private void TakeSummary(ReadOnlySpan<byte> record, EncodedBatch batch)
    {
        var summary = Record.Parser.ParseFrom(record).Summary;
        WriteSummary(batch);
        _tracks.Set(summary);
        _sampler.Add(summary);
    }

    // What is known of the rows before it is said by the definitions before it.
    private void TakeDefinition(MetricRecord definition, EncodedBatch batch)
    {
        WriteSummary(batch);
        ReadWritten();
        _tracks.Define(definition);
        _progress.HasDefinitions = true;
    }

    private void ReadWritten()
    {
        if (_written is not { } written)
            return;

        // Rows that were taken since the state was read are later than those in the log; they were taken without any definition.
        _written = null;
        var (since, set, removed) = _tracks.SetAside();
        new WrittenRows(_keys, _tracks).Take(written);
        _tracks.Append(since, set, removed);
    }

    private void WriteApart(in BufferedItem row, long step, EncodedBatch batch)
    {
        if (!IsStep(step))
        {
            Remarks.Say("_step", $"The step {step} is not from 0 to {MaxStep:N0}: its row stands at the next step. The ledger counts such calls.");
            _progress.Counts.StepsReplaced++;
            WriteWhole(row, batch); // by itself: whatever was open is closed, so that its values replace none
        }
        else if (!IsEmpty(row))
        {
            _rows.WriteLate(row, step, batch, ref _progress);
            _progress.Counts.Late++;
        }
    }

    private void WriteWhole(in BufferedItem row, EncodedBatch batch)
    {
        var step = _progress.NextStep++;
        if (!IsEmpty(row))
            _rows.Write(row, step, batch, ref _progress);
    }

    private bool IsEmpty(in BufferedItem row)
    {
        if (row.Count == 0)
            _progress.Counts.Merged++;
        return row.Count == 0;
    }

    private void Join(in BufferedItem row, EncodedBatch batch)
    {
        // All are taken out of the ring before the first one is set: a row that cannot be read must not be half joined.
        _joining.Clear();
        _rows.BeginHolding(row, _progress.NextStep);
        for (var i = 0; i < row.Count; i++)
            _joining.Add(_rows.Hold(row, i));
        _rows.WriteBesides(batch, ref _progress);

        // Each call of a row but the one that its record stands for is a merged one.
        if (_open.IsOpen)
            _progress.Counts.Merged++;
        _open.Join(row.UtcTicks);
        foreach (var value in _joining)
            _open.Set(value);
        _progress.Counts.ValuesLost += _rows.Lost;
        if (row.Commit)
            Close(batch, advance: true);
        else if (_open.Bytes > AssemblerState.MaxOpenRowBytes)
            Split(batch);
    }

    // What is too large to be carried is written; the step stays open for more.
    private void Split(EncodedBatch batch)
    {
        Close(batch, advance: false);
        _progress.Counts.Split++;
    }

    private void Close(EncodedBatch batch, bool advance)
    {
        if (!_open.IsOpen)
            return;

        var step = _progress.NextStep;
        if (advance)
            _progress.NextStep++;
        if (_open.Count == 0)
        {
            _progress.Counts.Merged++;
            _open.Clear();
            return;
        }

        _rows.Write(_open, step, batch, ref _progress);
        _open.Clear();
    }
}
