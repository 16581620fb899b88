using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// Writes complete rows as history records, by the run's definitions: what a glob says of a new metric stands in front of its first row, a
/// missing step metric is added, what a window folds is held back until its last row, whichever metrics that one has. Owned by the assembler.
/// </summary>
internal sealed class RowWriter(
    KeyBook keys, MetricSampler sampler, MediaFolder? media, MetricTracks tracks, SummaryTracker summary, LogWindows windows)
{
    private readonly RowValues _values = new(keys, new MetricCourses(keys, sampler), media);
    private readonly PlainRows _plain = new(keys, tracks, windows);
    private readonly List<HeldValue> _folded = [];

    /// <summary>How many definitions stand in front of the newest row: they hold, whatever becomes of that.</summary>
    public int Expanded { get; set; }

    /// <summary>Takes a value out of the ring, for a row that stays open.</summary>
    public HeldValue Hold(in BufferedItem row, int index) => _values.Hold(row, index);

    /// <summary>Begins to hold the values of a row.</summary>
    public void BeginHolding(in BufferedItem row, long step) => _values.Begin(row, step);

    /// <summary>Values of the newest row that were given up or lost.</summary>
    public int Lost => _values.Lost;

    /// <summary>What people should know of rows, such as of a value that was not written, or of the first row that is very large.</summary>
    public RowRemarks Remarks => _values.Remarks;

    /// <summary>Writes what the log is to say of the newest row's values beside the row.</summary>
    public void WriteBesides(EncodedBatch batch, ref AssemblerProgress progress) => _values.Besides.Write(batch, ref progress.NextRecord);

    /// <summary>Writes what the program has set in the summary, and whose JSON was not made before.</summary>
    public void WriteSummary(in BufferedItem item, EncodedBatch batch, ref AssemblerProgress progress)
    {
        _values.Begin(item, step: null);
        batch.BeginSummary(progress.NextRecord++);
        for (var i = 0; i < item.Count; i++)
        {
            _values.Write(item, i, batch, summary: null);
            tracks.Set(item.PathOf(i));
        }

        batch.EndSetSummary();
        sampler.Add(Record.Parser.ParseFrom(batch[^1]).Summary);
        progress.Counts.ValuesLost += _values.Lost;
        WriteBesides(batch, ref progress);
    }

    /// <summary>Writes a row below the newest step, by itself: no window, no step metric, no summary takes part.</summary>
    public void WriteLate(in BufferedItem row, long step, EncodedBatch batch, ref AssemblerProgress progress)
    {
        _values.Begin(row, step);
        if (tracks.HasDefinitions)
        {
            for (var i = 0; i < row.Count; i++)
                Expand(keys.NumberOf(row, i, row[i].Key), batch, ref progress);
        }

        batch.BeginHistory(progress.NextRecord++);
        for (var i = 0; i < row.Count; i++)
            _values.Write(row, i, batch, summary: null);
        RowTail.Write(step, progress.Clock.Runtime(row.UtcTicks), _values, keys, batch, isLate: true);
        WriteBesides(batch, ref progress);
        progress.Counts.History++;
        progress.Counts.ValuesLost += _values.Lost;
    }

    /// <summary>Writes a row as it lies in the ring.</summary>
    public void Write(in BufferedItem row, long step, EncodedBatch batch, ref AssemblerProgress progress)
    {
        if (_plain.Find(row.Entries) is { } plain)
        {
            WritePlain(plain, row, step, batch, ref progress);
            return;
        }

        WriteAny(row, step, batch, ref progress);
        _plain.Remember(row);
    }

    private void WritePlain(PlainRow plain, in BufferedItem row, long step, EncodedBatch batch, ref AssemblerProgress progress)
    {
        _values.Begin(row.UtcTicks);
        tracks.Steps.BeginRow();
        batch.BeginHistory(progress.NextRecord++);
        _values.Write(plain, row.Entries, batch, summary);
        End(step, row.UtcTicks, batch, ref progress);
    }

    private void WriteAny(in BufferedItem row, long step, EncodedBatch batch, ref AssemblerProgress progress)
    {
        _values.Begin(row, step);
        tracks.Steps.BeginRow();
        var hasOwn = Meet(row, batch, ref progress);
        for (var i = 0; i < row.Count && !windows.IsEmpty; i++)
        {
            if (windows.Of(keys.NumberOf(row, i, row[i].Key)) is { } window && _values.IsLast(row, i))
                Fold(_values.Hold(row, i), window, step, row.UtcTicks);
        }

        if (TryBegin(step, row.UtcTicks, hasOwn, batch, ref progress))
        {
            for (var i = 0; i < row.Count; i++)
            {
                if (windows.IsEmpty || windows.Of(keys.NumberOf(row, i, row[i].Key)) is null)
                    _values.Write(row, i, batch, summary);
            }

            End(step, row.UtcTicks, batch, ref progress);
        }

        WriteBesides(batch, ref progress);
        progress.Counts.ValuesLost += _values.Lost;
    }

    /// <summary>Writes a row that was open.</summary>
    public void Write(OpenRow row, long step, EncodedBatch batch, ref AssemblerProgress progress)
    {
        _values.Begin(row);
        tracks.Steps.BeginRow();
        var hasOwn = false;
        foreach (var value in row.Values)
            hasOwn |= Meet(value.Key, batch, ref progress);
        foreach (var value in row.Values)
        {
            if (windows.Of(value.Key) is { } window)
                Fold(value, window, step, row.Timestamp);
        }

        if (!TryBegin(step, row.Timestamp, hasOwn, batch, ref progress))
            return;

        foreach (var value in row.Values)
        {
            if (windows.Of(value.Key) is null)
                _values.Write(value, batch, summary);
        }

        End(step, row.Timestamp, batch, ref progress);
    }

    /// <summary>Writes what windows hold that are open, or of those only the ones whose time is over: rows at the steps of their last calls.</summary>
    public void CloseWindows(long? overdueAt, EncodedBatch batch, ref AssemblerProgress progress)
    {
        var open = windows.All.Where(window => overdueAt is { } now ? window.IsOverdue(now) : window.IsOpen);
        foreach (var rows in open.ToList().GroupBy(window => (window.LastStep, window.LastTicks)).OrderBy(rows => rows.Key))
        {
            foreach (var window in rows)
                window.TakeValues(_folded, tracks);
            WriteFolded(rows.Key.LastStep, rows.Key.LastTicks, batch, ref progress);
        }
    }

    private void WriteFolded(long step, long utcTicks, EncodedBatch batch, ref AssemblerProgress progress)
    {
        _values.Begin(utcTicks);
        tracks.Steps.BeginRow();
        if (!TryBegin(step, utcTicks, hasOwn: true, batch, ref progress))
            return;

        End(step, utcTicks, batch, ref progress);

        // The record stands for one of the calls that were folded whole; if there is none, all have records of their own.
        if (progress.Counts.Folded == 0)
        {
            progress.Counts.Aggregates++;
            return;
        }

        progress.Counts.Folded--;
        progress.Counts.Merged--;
    }

    /// <summary>After a restore: the newest step metrics may be in a window, and not yet in the log.</summary>
    public void NoteOpenSteps()
    {
        foreach (var metric in windows.All.SelectMany(window => window.Metrics))
        {
            if (metric.Last.TryGetNumber(out var number))
                tracks.Steps.NoteNumber(tracks[metric.Key], number);
        }
    }

    // Whether the record has values of its own. Where nothing is defined or folded, nothing has to be known of them before they are written.
    private bool Meet(in BufferedItem row, EncodedBatch batch, ref AssemblerProgress progress)
    {
        if (windows.IsEmpty && !tracks.HasDefinitions)
            return row.Count > 0;

        var hasOwn = false;
        for (var i = 0; i < row.Count; i++)
            hasOwn |= Meet(keys.NumberOf(row, i, row[i].Key), batch, ref progress);
        return hasOwn;
    }

    // Whether the value is one of the record itself.
    private bool Meet(int key, EncodedBatch batch, ref AssemblerProgress progress)
    {
        if (tracks.HasDefinitions)
            Expand(key, batch, ref progress);
        if (windows.Of(key) is not null)
            return false;

        tracks.LookUp(key);
        tracks.Steps.Note(tracks[key]);
        return windows.IsEmpty || keys[key].Reserved == ReservedKey.None;
    }

    private void Expand(int key, EncodedBatch batch, ref AssemblerProgress progress)
    {
        if (keys[key].Reserved != ReservedKey.None)
            return;

        if (tracks.Expand(key) is not { } expanded)
            return;

        batch.Add(progress.NextRecord++, new Record { Metric = expanded });
        Expanded++;
    }

    private void Fold(in HeldValue value, LogWindow window, long step, long utcTicks)
    {
        window.Join(step, utcTicks);
        if (value.IsGivenUp)
            return; // counted as lost; it must not cost the others their mean

        window.Fold(value);
        if (value.TryGetNumber(out var number))
            tracks.Steps.NoteNumber(tracks[value.Key], number);
    }

    // Nothing is begun for a row that was folded whole.
    private bool TryBegin(long step, long utcTicks, bool hasOwn, EncodedBatch batch, ref AssemblerProgress progress)
    {
        var isLarge = windows.Bytes > AssemblerState.MaxWindowBytes;
        if (isLarge)
            progress.Counts.Split++;
        windows.TakeComplete(step, utcTicks, isLarge, _folded, tracks);
        if (!hasOwn && _folded.Count == 0)
        {
            progress.Counts.Merged++;
            progress.Counts.Folded++;
            return false;
        }

        foreach (var value in _folded)
        {
            Expand(value.Key, batch, ref progress);
            tracks.LookUp(value.Key);
            tracks.Steps.Note(tracks[value.Key]);
        }

        batch.BeginHistory(progress.NextRecord++);
        return true;
    }

    private void End(long step, long utcTicks, EncodedBatch batch, ref AssemblerProgress progress)
    {
        foreach (var value in _folded)
            _values.Write(value, batch, summary);
        _folded.Clear();
        if (tracks.HasDefinitions)
            tracks.Steps.Insert(batch, tracks, summary);

        var runtime = progress.Clock.Runtime(utcTicks);
        RowTail.Write(step, runtime, _values, keys, batch, isLate: false);
        progress.Counts.History++;
        if (step < progress.NewestStep)
            return;

        progress.NewestStep = step;
        summary.NoteRow(new SummaryRow(step, _values.Timestamp, runtime));
    }
}
