using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// Turns calls into history records by W&amp;B's rules of steps: a call without a step takes the next one; calls at the same step join;
/// a call with a higher step, a commit or the end closes the open row. A call with a lower step than the newest is written by itself
/// and changes nothing else. Everything it knows is in its state, so that the same items make the same records again.
/// </summary>
internal sealed class StepAssembler
{
    // A mark slot holds 64 KiB: the open row, the summary's changes and some numbers.
    private const int MaxOpenRowBytes = 30 * 1024;
    private const int MaxSummaryBytes = 30 * 1024;

    private static readonly EncodedKey StepKey = new(new MetricPath("_step"));
    private static readonly EncodedKey TimestampKey = new(new MetricPath("_timestamp"));
    private static readonly EncodedKey RuntimeKey = new(new MetricPath("_runtime"));

    private readonly KeyBook _keys = new();
    private readonly OpenRow _open;
    private readonly RowValues _values;
    private readonly SummaryTracker _summary;
    private readonly List<HeldValue> _joining = [];
    private AssemblerProgress _progress;

    /// <summary>Goes on from a state.</summary>
    /// <param name="sampler">Told of every number.</param>
    /// <param name="state">The state.</param>
    /// <param name="media">Where files of values go; <c>null</c> when no value can have any.</param>
    public StepAssembler(MetricSampler sampler, ReadOnlyMemory<byte> state, MediaFolder? media = null) : this(sampler, media) =>
        _progress = AssemblerState.Read(state, _open, _summary, _keys);

    /// <summary>Begins a log whose first row without a step takes this one.</summary>
    public StepAssembler(RunClock clock, long startingStep, MetricSampler sampler, MediaFolder? media = null) : this(sampler, media) =>
        _progress = new AssemblerProgress { Clock = clock, NextRecord = 1, NextStep = startingStep };

    private StepAssembler(MetricSampler sampler, MediaFolder? media)
    {
        _open = new OpenRow(_keys);
        _values = new RowValues(_keys, sampler, media);
        _summary = new SummaryTracker(_keys);
    }

    public AssemblerCounts Counts => _progress.Counts;

    /// <summary>What people should know of a value that was not written, or not all of it; <c>null</c> when there was none.</summary>
    public string? Trouble => _values.Trouble;

    public bool HasSummaryChanges => _summary.HasChanges;

    /// <summary>Whether the summary's changes are too many to be carried further: they must be written with this batch.</summary>
    public bool IsSummaryLarge => _summary.ChangedBytes > MaxSummaryBytes;

    public byte[] State => AssemblerState.Write(_progress, _open, _summary, _keys);

    /// <summary>Takes one item. One that cannot be read is set aside, whole, and counted: it must not stop the rows behind it.</summary>
    public void Take(in BufferedItem item, EncodedBatch batch)
    {
        // First, since it is no part of the item: what it closes stays closed whatever the item is like.
        if (item.Kind == BufferedItemKind.Row && item.Step is { } step && step > _progress.NextStep)
            MoveTo(step, batch);

        var (progress, records) = (_progress, batch.Count);
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
            batch.TruncateTo(records);
            _progress = progress;
            _progress.Counts.Poisoned++;
        }
    }

    /// <summary>Writes the open row, if any, and moves to the next step.</summary>
    public void Close(EncodedBatch batch) => Close(batch, advance: true);

    /// <summary>Writes the summary's changes, if any.</summary>
    public void WriteSummary(EncodedBatch batch)
    {
        if (_summary.HasChanges)
            _summary.WriteChanges(batch, _progress.NextRecord++);
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
        if (row.Step is { } step && step < _progress.NextStep)
            WriteLate(row, step, batch);
        else if (row.Commit && !_open.IsOpen)
            WriteWhole(row, batch);
        else
            Join(row, batch);
    }

    private void MoveTo(long step, EncodedBatch batch)
    {
        Close(batch);
        _progress.NextStep = step;
    }

    private void TakeRecord(ReadOnlySpan<byte> record, EncodedBatch batch)
    {
        // What the user sets in the summary holds against all earlier rows, so those are written first.
        if (record is [RecordEncoder.SummaryTag, ..])
            WriteSummary(batch);
        batch.AddEncoded(_progress.NextRecord++, record);
    }

    // As a record of the summary, but for the JSON of its values.
    private void TakeSummary(in BufferedItem item, EncodedBatch batch)
    {
        WriteSummary(batch);
        batch.BeginSummary(_progress.NextRecord++);
        _values.Begin(item, step: null);
        for (var i = 0; i < item.Count; i++)
            _values.Write(item, i, batch, summary: null);
        batch.EndSummary();
        _progress.Counts.ValuesLost += _values.Lost;
        WriteBesides(batch);
    }

    private void WriteLate(in BufferedItem row, long step, EncodedBatch batch)
    {
        if (WriteValues(row, step, batch, summary: null))
        {
            WriteTail(step, _progress.Clock.Runtime(row.UtcTicks), batch);
            _progress.Counts.Late++;
        }
    }

    private void WriteWhole(in BufferedItem row, EncodedBatch batch)
    {
        var step = _progress.NextStep++;
        if (WriteValues(row, step, batch, _summary))
            EndRow(step, row.UtcTicks, batch);
    }

    private bool WriteValues(in BufferedItem row, long step, EncodedBatch batch, SummaryTracker? summary)
    {
        if (row.Count == 0)
        {
            _progress.Counts.Merged++;
            return false;
        }

        batch.BeginHistory(_progress.NextRecord++);
        _values.Begin(row, step);
        for (var i = 0; i < row.Count; i++)
            _values.Write(row, i, batch, summary);
        _progress.Counts.ValuesLost += _values.Lost;
        return true;
    }

    private void Join(in BufferedItem row, EncodedBatch batch)
    {
        // All are taken out of the ring before the first one is set: a row that cannot be read must not be half joined.
        _joining.Clear();
        _values.Begin(row, _progress.NextStep);
        for (var i = 0; i < row.Count; i++)
            _joining.Add(_values.Hold(row, i));
        WriteBesides(batch);

        // Each call of a row but the one that its record stands for is a merged one.
        if (_open.IsOpen)
            _progress.Counts.Merged++;
        _open.Join(row.UtcTicks);
        foreach (var value in _joining)
            _open.Set(value);
        _progress.Counts.ValuesLost += _values.Lost;
        if (row.Commit)
            Close(batch);
        else if (_open.Bytes > MaxOpenRowBytes)
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

        batch.BeginHistory(_progress.NextRecord++);
        _values.Begin(_open);
        foreach (var value in _open.Values)
            _values.Write(value, batch, _summary);
        EndRow(step, _open.Timestamp, batch);
        _open.Clear();
    }

    private void EndRow(long step, long utcTicks, EncodedBatch batch)
    {
        var runtime = _progress.Clock.Runtime(utcTicks);
        WriteTail(step, runtime, batch);
        _summary.NoteRow(new SummaryRow(step, _values.Timestamp, runtime));
    }

    private void WriteTail(long step, double runtime, EncodedBatch batch)
    {
        batch.AddNumber(RuntimeKey, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(runtime));
        batch.AddNumber(TimestampKey, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(_values.Timestamp));
        batch.AddNumber(StepKey, MetricValueKind.Int64, step);
        batch.EndHistory(step);
        _progress.Counts.History++;
        WriteBesides(batch);
    }

    private void WriteBesides(EncodedBatch batch) => _values.Besides.Write(batch, ref _progress.NextRecord);
}
