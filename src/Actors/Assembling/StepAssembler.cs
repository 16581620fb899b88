using WandbActors.Persistence.Buffering;
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

    private readonly RunClock _clock;
    private readonly KeyBook _keys = new();
    private readonly OpenRow _open;
    private readonly RowValues _values;
    private readonly SummaryTracker _summary;
    private readonly List<HeldValue> _joining = [];
    private AssemblerCounts _counts;
    private long _nextRecord = 1;
    private long _nextStep;

    public StepAssembler(RunClock clock, long startingStep, MetricSampler sampler, ReadOnlyMemory<byte> state)
    {
        _clock = clock;
        _open = new OpenRow(_keys);
        _values = new RowValues(_keys, sampler);
        _summary = new SummaryTracker(_keys);
        _nextStep = startingStep;
        if (!state.IsEmpty)
            (_nextRecord, _nextStep, _counts) = AssemblerState.Read(state, _open, _summary, _keys);
    }

    public AssemblerCounts Counts => _counts;

    public bool HasSummaryChanges => _summary.HasChanges;

    /// <summary>Whether the summary's changes are too many to be carried further: they must be written with this batch.</summary>
    public bool IsSummaryLarge => _summary.ChangedBytes > MaxSummaryBytes;

    public byte[] State => AssemblerState.Write(_nextRecord, _nextStep, _counts, _open, _summary, _keys);

    /// <summary>Takes one item. One that cannot be read is set aside, whole, and counted: it must not stop the rows behind it.</summary>
    public void Take(in BufferedItem item, EncodedBatch batch)
    {
        // First, since it is no part of the item: what it closes stays closed whatever the item is like.
        if (item.Kind == BufferedItemKind.Row && item.Step is { } step && step > _nextStep)
            MoveTo(step, batch);

        var (nextRecord, nextStep, counts, records) = (_nextRecord, _nextStep, _counts, batch.Count);
        try
        {
            if (item.Kind == BufferedItemKind.Row)
                TakeRow(item, batch);
            else
                TakeRecord(item.RecordBytes, batch);
        }
        catch (Exception)
        {
            batch.TruncateTo(records);
            (_nextRecord, _nextStep, _counts) = (nextRecord, nextStep, counts);
            _counts.Poisoned++;
        }
    }

    /// <summary>Writes the open row, if any, and moves to the next step.</summary>
    public void Close(EncodedBatch batch) => Close(batch, advance: true);

    /// <summary>Writes the summary's changes, if any.</summary>
    public void WriteSummary(EncodedBatch batch)
    {
        if (_summary.HasChanges)
            _summary.WriteChanges(batch, _nextRecord++);
    }

    /// <summary>Writes the end of the run: the open row, the summary, and the records that close the log.</summary>
    public void WriteEnd(int exitCode, long utcTicks, EncodedBatch batch)
    {
        Close(batch);
        batch.Add(_nextRecord++, new Record { Telemetry = new TelemetryRecord { Feature = new Feature { Finish = true } } });
        WriteSummary(batch);
        var runtime = _clock.Runtime(utcTicks);
        SummaryTracker.WriteRuntime(batch, _nextRecord++, runtime);
        batch.Add(_nextRecord++, new Record
        {
            Exit = new RunExitRecord { ExitCode = exitCode, Runtime = (int)Math.Min(runtime, int.MaxValue) },
            Control = new Control { AlwaysSend = true },
        });

        // Older readers take the exit code only when these two follow it; newer ones pass them over.
        batch.Add(_nextRecord++, new Record { Final = new FinalRecord() });
        batch.Add(_nextRecord++, new Record { Footer = new FooterRecord() });
    }

    private void TakeRow(in BufferedItem row, EncodedBatch batch)
    {
        _counts.Calls++;
        if (row.Step is { } step && step < _nextStep)
            WriteLate(row, step, batch);
        else if (row.Commit && !_open.IsOpen)
            WriteWhole(row, batch);
        else
            Join(row, batch);
    }

    private void MoveTo(long step, EncodedBatch batch)
    {
        Close(batch);
        _nextStep = step;
    }

    private void TakeRecord(ReadOnlySpan<byte> record, EncodedBatch batch)
    {
        // What the user sets in the summary holds against all earlier rows, so those are written first.
        if (record is [RecordEncoder.SummaryTag, ..])
            WriteSummary(batch);
        batch.AddEncoded(_nextRecord++, record);
    }

    private void WriteLate(in BufferedItem row, long step, EncodedBatch batch)
    {
        if (WriteValues(row, batch, summary: null))
        {
            WriteTail(step, _clock.Runtime(row.UtcTicks), batch);
            _counts.Late++;
        }
    }

    private void WriteWhole(in BufferedItem row, EncodedBatch batch)
    {
        var step = _nextStep++;
        if (WriteValues(row, batch, _summary))
            EndRow(step, row.UtcTicks, batch);
    }

    private bool WriteValues(in BufferedItem row, EncodedBatch batch, SummaryTracker? summary)
    {
        if (row.Count == 0)
        {
            _counts.Merged++;
            return false;
        }

        batch.BeginHistory(_nextRecord++);
        _values.Begin(row);
        for (var i = 0; i < row.Count; i++)
            _values.Write(row, i, batch, summary);
        _counts.ValuesLost += _values.Lost;
        return true;
    }

    private void Join(in BufferedItem row, EncodedBatch batch)
    {
        // All are taken out of the ring before the first one is set: a row that cannot be read must not be half joined.
        _joining.Clear();
        _values.Begin(row);
        for (var i = 0; i < row.Count; i++)
            _joining.Add(_values.Hold(row, i));

        // Each call of a row but the one that its record stands for is a merged one.
        if (_open.IsOpen)
            _counts.Merged++;
        _open.Join(row.UtcTicks);
        foreach (var value in _joining)
            _open.Set(value);
        _counts.ValuesLost += _values.Lost;
        if (row.Commit)
            Close(batch);
        else if (_open.Bytes > MaxOpenRowBytes)
            Split(batch);
    }

    // What is too large to be carried is written; the step stays open for more.
    private void Split(EncodedBatch batch)
    {
        Close(batch, advance: false);
        _counts.Split++;
    }

    private void Close(EncodedBatch batch, bool advance)
    {
        if (!_open.IsOpen)
            return;

        var step = _nextStep;
        if (advance)
            _nextStep++;
        if (_open.Count == 0)
        {
            _counts.Merged++;
            _open.Clear();
            return;
        }

        batch.BeginHistory(_nextRecord++);
        _values.Begin(_open);
        foreach (var value in _open.Values)
            _values.Write(value, batch, _summary);
        EndRow(step, _open.Timestamp, batch);
        _open.Clear();
    }

    private void EndRow(long step, long utcTicks, EncodedBatch batch)
    {
        var runtime = _clock.Runtime(utcTicks);
        WriteTail(step, runtime, batch);
        _summary.NoteRow(new SummaryRow(step, _values.Timestamp, runtime));
    }

    private void WriteTail(long step, double runtime, EncodedBatch batch)
    {
        batch.AddNumber(RuntimeKey, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(runtime));
        batch.AddNumber(TimestampKey, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(_values.Timestamp));
        batch.AddNumber(StepKey, MetricValueKind.Int64, step);
        batch.EndHistory(step);
        _counts.History++;
    }
}
