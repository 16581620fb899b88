using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// The last value of every metric, and which of them the log does not know yet. Noting a number allocates nothing once its metric is
/// known. A <c>null</c> leaves the summary as it is, as it does in the official client. Owned by the assembler.
/// </summary>
internal sealed class SummaryTracker(KeyBook keys, MetricTracks tracks)
{
    private static readonly EncodedKey WandbRuntime = new(new MetricPath("_wandb", "runtime"));

    private readonly List<int> _changed = [];
    private readonly SummaryObject _object = new();
    private Last[] _last = new Last[64];

    /// <summary>Whether there is anything that the log does not know yet.</summary>
    public bool HasChanges => LastRow is not null || _changed.Count > 0;

    /// <summary>The newest row, if the log does not know it yet.</summary>
    public SummaryRow? LastRow { get; private set; }

    /// <summary>The values that the log does not know yet.</summary>
    public IReadOnlyCollection<HeldValue> Changes => [.. _changed.Select(ChangeOf)];

    /// <summary>At most so much do the changes need in a mark slot.</summary>
    public long ChangedBytes => _changed.Sum(key => (long)keys[key].Bytes + HeldValue.BytesOf(_last[key].JsonBytes));

    public void NoteRow(SummaryRow row) => LastRow = row;

    public void NoteNumber(int key, MetricValueKind kind, long bits)
    {
        ref var track = ref tracks.Note(key, kind, bits);
        if (track.IsLeftOut || (kind == MetricValueKind.Null && !track.IsObject))
            return;

        SetNumber(key, kind, bits);
    }

    public void NoteJson(int key, ReadOnlySpan<byte> json)
    {
        ref var track = ref tracks.Note(key, json);
        if (!track.IsLeftOut && (track.IsObject || !json.SequenceEqual("null"u8)))
            SetJson(key, json);
    }

    /// <summary>A value that was noted before an assembler was restored: only the last one is carried, the log has it.</summary>
    public void Restore(in HeldValue value)
    {
        if (value.Json is { } json)
            SetJson(value.Key, json);
        else
            SetNumber(value.Key, value.Kind, value.Bits);
    }

    /// <summary>The log knows everything.</summary>
    public void Forget()
    {
        foreach (var key in _changed)
            _last[key].IsChanged = false;
        _changed.Clear();
        LastRow = null;
    }

    /// <summary>Writes one summary record of everything that changed since the last one.</summary>
    public void WriteChanges(EncodedBatch batch, long number)
    {
        batch.BeginSummary(number);
        foreach (var key in _changed)
            WriteChange(key, batch);
        if (LastRow is { } row)
            WriteRow(row, batch);
        Forget();
        batch.EndSummary();
    }

    /// <summary>Writes the run's whole runtime, in whole seconds where the official client keeps them.</summary>
    public static void WriteRuntime(EncodedBatch batch, long number, double runtime)
    {
        batch.BeginSummary(number);
        batch.AddNumber(WandbRuntime, MetricValueKind.Int64, (long)runtime);
        batch.AddNumber(RowTail.Runtime, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(runtime));
        batch.EndSummary();
    }

    private void WriteChange(int key, EncodedBatch batch)
    {
        ref var last = ref _last[key];
        ref var track = ref tracks[key];
        if (track.IsObject && !last.IsWhole)
            WriteObject(key, track, last, batch);
        else if (last.Kind == MetricValueKind.Json)
            batch.AddJson(keys[key].Encoded, last.Json.AsSpan(0, last.JsonLength));
        else
            batch.AddNumber(keys[key].Encoded, last.Kind, last.Bits);
    }

    private void WriteObject(int key, in MetricTrack track, in Last last, EncodedBatch batch)
    {
        _object.Begin();
        _object.AddStatistics(track);
        if ((track.Kinds & Summary.First) != 0 && track.HasFirst)
            _object.Add("first"u8, track.First.Kind, track.First.Bits, track.First.Json);
        if ((track.Kinds & Summary.Last) != 0)
            _object.Add("last"u8, last.Kind, last.Bits, last.Json.AsSpan(0, last.JsonBytes));
        if (_object.End() is { IsEmpty: false } json)
            batch.AddJson(keys[key].Encoded, json);
    }

    private void SetNumber(int key, MetricValueKind kind, long bits)
    {
        ref var last = ref Place(key);
        (last.Kind, last.Bits) = (kind, bits);
    }

    private void SetJson(int key, ReadOnlySpan<byte> json)
    {
        ref var last = ref Place(key);
        if (last.Json is null || last.Json.Length < json.Length)
            last.Json = new byte[json.Length];
        json.CopyTo(last.Json);
        (last.Kind, last.JsonLength) = (MetricValueKind.Json, json.Length);
    }

    private static void WriteRow(SummaryRow row, EncodedBatch batch)
    {
        batch.AddNumber(RowTail.Step, MetricValueKind.Int64, row.Step);
        batch.AddNumber(RowTail.Timestamp, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(row.Timestamp));
        batch.AddNumber(RowTail.Runtime, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(row.Runtime));
        batch.AddNumber(WandbRuntime, MetricValueKind.Int64, (long)row.Runtime);
    }

    private HeldValue ChangeOf(int key)
    {
        var last = _last[key];
        return last.Kind == MetricValueKind.Json
            ? new HeldValue(key, last.Kind, 0, last.Json![..last.JsonLength])
            : new HeldValue(key, last.Kind, last.Bits, null);
    }

    private ref Last Place(int key)
    {
        if (key >= _last.Length)
            Array.Resize(ref _last, Math.Max(key + 1, _last.Length * 2));
        ref var last = ref _last[key];
        if (last.IsChanged && keys[key].HasRelatives && HasChangedRelative(key))
            last.IsChanged = !_changed.Remove(key); // to stand behind those that it replaces
        if (!last.IsChanged)
        {
            last.IsChanged = true;
            _changed.Add(key);
        }

        return ref last;
    }

    private bool HasChangedRelative(int key) =>
        _changed.Exists(other => other != key && keys[other].Encoded.Path.IsRelatedTo(keys[key].Encoded.Path));

    private struct Last
    {
        public long Bits;
        public byte[]? Json;
        public int JsonLength;
        public MetricValueKind Kind;
        public bool IsChanged;

        /// <summary>Whether it is one of W&amp;B's data types: of those the summary says all or nothing, whatever is defined.</summary>
        public readonly bool IsWhole => JsonBytes > 0 && Json![0] == '{';

        public readonly int JsonBytes => Kind == MetricValueKind.Json ? JsonLength : 0;
    }
}
