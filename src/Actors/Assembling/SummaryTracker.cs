using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// The last value of every metric, and which of them the log does not know yet. Noting a number allocates nothing once its metric is
/// known. Owned by the assembler.
/// </summary>
internal sealed class SummaryTracker(KeyBook keys)
{
    private static readonly EncodedKey Step = new(new MetricPath("_step"));
    private static readonly EncodedKey Timestamp = new(new MetricPath("_timestamp"));
    private static readonly EncodedKey Runtime = new(new MetricPath("_runtime"));
    private static readonly EncodedKey WandbRuntime = new(new MetricPath("_wandb", "runtime"));

    private readonly List<int> _changed = [];
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
        ref var last = ref Place(key);
        (last.Kind, last.Bits) = (kind, bits);
    }

    public void NoteJson(int key, ReadOnlySpan<byte> json)
    {
        ref var last = ref Place(key);
        if (last.Json is null || last.Json.Length < json.Length)
            last.Json = new byte[json.Length];
        json.CopyTo(last.Json);
        (last.Kind, last.JsonLength) = (MetricValueKind.Json, json.Length);
    }

    public void Note(in HeldValue value)
    {
        if (value.Json is { } json)
            NoteJson(value.Key, json);
        else
            NoteNumber(value.Key, value.Kind, value.Bits);
    }

    /// <summary>Writes one summary record of everything that changed since the last one.</summary>
    public void WriteChanges(EncodedBatch batch, long number)
    {
        batch.BeginSummary(number);
        foreach (var key in _changed)
        {
            ref var last = ref _last[key];
            last.IsChanged = false;
            if (last.Kind == MetricValueKind.Json)
                batch.AddJson(keys[key].Encoded, last.Json.AsSpan(0, last.JsonLength));
            else
                batch.AddNumber(keys[key].Encoded, last.Kind, last.Bits);
        }

        _changed.Clear();
        if (LastRow is { } row)
            WriteRow(row, batch);
        LastRow = null;
        batch.EndSummary();
    }

    /// <summary>Writes the run's whole runtime, in whole seconds where the official client keeps them.</summary>
    public static void WriteRuntime(EncodedBatch batch, long number, double runtime)
    {
        batch.BeginSummary(number);
        batch.AddNumber(WandbRuntime, MetricValueKind.Int64, (long)runtime);
        batch.AddNumber(Runtime, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(runtime));
        batch.EndSummary();
    }

    private static void WriteRow(SummaryRow row, EncodedBatch batch)
    {
        batch.AddNumber(Step, MetricValueKind.Int64, row.Step);
        batch.AddNumber(Timestamp, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(row.Timestamp));
        batch.AddNumber(Runtime, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(row.Runtime));
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
        if (!last.IsChanged)
        {
            last.IsChanged = true;
            _changed.Add(key);
        }

        return ref last;
    }

    private struct Last
    {
        public long Bits;
        public byte[]? Json;
        public int JsonLength;
        public MetricValueKind Kind;
        public bool IsChanged;

        public readonly int JsonBytes => Kind == MetricValueKind.Json ? JsonLength : 0;
    }
}
