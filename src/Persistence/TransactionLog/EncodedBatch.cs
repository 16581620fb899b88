using System.Buffers;
using Google.Protobuf;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.TransactionLog;

/// <summary>
/// Encoded records, one behind the other in pooled memory, on their way to the log. Not thread-safe: one owner at a time. Reused after
/// <see cref="Clear"/>, adding numbers allocates nothing.
/// </summary>
internal sealed class EncodedBatch : IDisposable
{
    private const int InitialRecords = 64;

    private readonly PooledBuffer _bytes = new();
    private (int Start, int Length)[] _records = [];
    private long _openNum;
    private int _openBody;
    private byte _openTag;

    /// <param name="expectedBytes">Room for so many bytes is made at once. More comes as it is needed.</param>
    public EncodedBatch(long expectedBytes = 0)
    {
        if (expectedBytes > 0)
            _bytes.Reserve((int)Math.Min(expectedBytes, Array.MaxLength));
    }

    /// <summary>How many records are complete.</summary>
    public int Count { get; private set; }

    /// <summary>The length of all complete records together.</summary>
    public long RecordBytes { get; private set; }

    /// <summary>As with an index from the end.</summary>
    public ReadOnlySpan<byte> this[Index index] => this[index.GetOffset(Count)];

    /// <summary>An encoded record, valid until something is added.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var (start, length) = _records[index];
            return _bytes.WrittenSpan.Slice(start, length);
        }
    }

    /// <summary>Begins a history record; its values follow, then <see cref="EndHistory"/>.</summary>
    public void BeginHistory(long num) => Begin(num, RecordEncoder.HistoryTag);

    /// <summary>Begins a summary record; its updates follow, then <see cref="EndSummary"/>.</summary>
    public void BeginSummary(long num) => Begin(num, RecordEncoder.SummaryTag);

    /// <summary>Adds a number, flag or null to the record that is open.</summary>
    public void AddNumber(EncodedKey key, MetricValueKind kind, long bits)
    {
        ThrowIfNoneOpen();
        RecordEncoder.WriteNumberItem(_bytes, key, kind, bits);
    }

    /// <summary>Adds a value that is JSON already to the record that is open.</summary>
    public void AddJson(EncodedKey key, ReadOnlySpan<byte> json)
    {
        ThrowIfNoneOpen();
        RecordEncoder.WriteItem(_bytes, key, json);
    }

    /// <summary>Ends a history record.</summary>
    /// <param name="step">The row's step.</param>
    /// <param name="isLate">Whether it came below the newest step, so that it changed no summary.</param>
    public void EndHistory(long step, bool isLate = false)
    {
        ThrowIfNotOpen(RecordEncoder.HistoryTag);
        RecordEncoder.WriteStep(_bytes, step);
        if (isLate)
            _bytes.Write(RecordEncoder.LateMark);
        End();
    }

    /// <summary>Ends a summary record that comes of the rows.</summary>
    public void EndSummary()
    {
        ThrowIfNotOpen(RecordEncoder.SummaryTag);
        End();
    }

    /// <summary>Ends a summary record that the program has set.</summary>
    public void EndSetSummary()
    {
        ThrowIfNotOpen(RecordEncoder.SummaryTag);
        End(RecordEncoder.SetMark);
    }

    /// <summary>Adds a record of any kind, and gives it this number.</summary>
    public void Add(long num, Record record)
    {
        ThrowIfOpen();
        record.Num = num;
        var start = _bytes.Length;
        var length = record.CalculateSize();
        record.WriteTo(_bytes.GetSpan(length)[..length]);
        _bytes.Advance(length);
        Complete(start, length);
    }

    /// <summary>Adds a record that is encoded already, all but its number.</summary>
    public void AddEncoded(long num, ReadOnlySpan<byte> record)
    {
        ThrowIfOpen();
        var start = _bytes.Length;
        _bytes.Advance(RecordEncoder.WriteNum(_bytes.GetSpan(RecordEncoder.MaxHeadBytes), num));
        _bytes.Write(record);
        Complete(start, _bytes.Length - start);
    }

    /// <summary>Forgets the records behind the first so many, the open one included.</summary>
    public void TruncateTo(int count)
    {
        for (; Count > count; Count--)
            RecordBytes -= _records[Count - 1].Length;
        _openTag = 0;
    }

    /// <summary>Forgets all records, the open one included; the memory is kept for the next ones.</summary>
    public void Clear()
    {
        _bytes.Clear();
        _openTag = 0;
        Count = 0;
        RecordBytes = 0;
    }

    public Enumerator GetEnumerator() => new(this);

    /// <summary>Gives the memory back; the batch is empty and may be used again.</summary>
    public void Dispose()
    {
        Clear();
        GiveBack();
        _bytes.Dispose();
    }

    private void Begin(long num, byte tag)
    {
        ThrowIfOpen();
        _openNum = num;
        _openTag = tag;

        // What stands before the first item holds the body's length, so room is left for it and it is written at the end.
        _bytes.GetSpan(RecordEncoder.MaxHeadBytes);
        _bytes.Advance(RecordEncoder.MaxHeadBytes);
        _openBody = _bytes.Length;
    }

    private void End(ReadOnlySpan<byte> behind = default)
    {
        Span<byte> head = stackalloc byte[RecordEncoder.MaxHeadBytes];
        var bodyBytes = _bytes.Length - _openBody;
        head = head[..RecordEncoder.WriteHead(head, _openNum, _openTag, bodyBytes)];
        head.CopyTo(_bytes[(_openBody - head.Length).._openBody]);
        _openTag = 0;
        _bytes.Write(behind);
        Complete(_openBody - head.Length, head.Length + bodyBytes + behind.Length);
    }

    private void Complete(int start, int length)
    {
        if (Count == _records.Length)
            Grow();
        _records[Count++] = (start, length);
        RecordBytes += length;
    }

    private void Grow()
    {
        var larger = ArrayPool<(int, int)>.Shared.Rent(Math.Max(InitialRecords, 2 * Count));
        _records.CopyTo(larger, 0);
        GiveBack();
        _records = larger;
    }

    private void GiveBack()
    {
        if (_records.Length > 0)
            ArrayPool<(int, int)>.Shared.Return(_records);
        _records = [];
    }

    private void ThrowIfOpen()
    {
        if (_openTag != 0)
            throw new InvalidOperationException("Another record is still open.");
    }

    private void ThrowIfNoneOpen()
    {
        if (_openTag == 0)
            throw new InvalidOperationException("No record is open.");
    }

    private void ThrowIfNotOpen(byte tag)
    {
        if (_openTag != tag)
            throw new InvalidOperationException("No such record is open.");
    }

    /// <summary>Goes through the records of a batch, in order.</summary>
    public ref struct Enumerator(EncodedBatch batch)
    {
        private int _index = -1;

        public readonly ReadOnlySpan<byte> Current => batch[_index];

        public bool MoveNext() => ++_index < batch.Count;
    }
}
