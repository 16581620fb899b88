using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using WandbActors.Persistence.Records;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// A row of any values, made ready outside the ring: nested values become their leaves, texts their UTF-8 bytes. One thread at a time; used
/// again and again. What it borrows (held objects) is given back by <see cref="Abandon"/> if the row is refused.
/// </summary>
internal sealed class RowDraft
{
    /// <summary>Bytes of the largest row or record; a larger one is refused. W&amp;B's servers take lines of up to 10 MiB.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const int MaxDepth = 500;         // of nested values; deeper ones become one JSON text
    private const int MaxKeptBytes = 1 << 18; // buffers that grew beyond this are not kept for the next row

    private readonly List<DraftEntry> _entries = [];
    private readonly List<DeferredValue> _deferred = [];
    private readonly List<string> _segments = [];
    private ArrayBufferWriter<byte> _tail = new();
    private byte[] _item = [];
    private KeyTable _keys = null!; // of the buffer that the row goes to, from Begin to End
    private HeldObjects _held = null!;
    private LoggingHabits _habits = null!;
    private bool _namesInline;
    private bool _hasObjects;
    private bool _hasForeign;
    private bool _isNested;

    /// <summary>The deferred values in the order of their slots.</summary>
    public ReadOnlySpan<DeferredValue> Deferred => CollectionsMarshal.AsSpan(_deferred);

    public bool IsTooLarge { get; private set; }

    /// <summary>Whether each name of the call has one key of its own, so that a shape can be made of them.</summary>
    public bool IsPlain => !_isNested && !_namesInline;

    /// <summary>Whether something is in it that takes the call time: what is read and copied, and deferred values of the program's own making.</summary>
    public bool HoldsMoreThanNumbers => _isNested || _hasObjects || _hasForeign || _tail.WrittenCount > 0;

    public uint KeyAt(int index) => _entries[index].Key;

    public void Begin(KeyTable keys, HeldObjects held, LoggingHabits habits)
    {
        _keys = keys;
        _held = held;
        _habits = habits;
    }

    /// <summary>Forgets the row, so that an idle draft keeps neither a run nor much memory.</summary>
    public void End()
    {
        _keys = null!;
        _held = null!;
        _habits = null!;
        _entries.Clear();
        _deferred.Clear();
        _segments.Clear();
        _namesInline = false;
        _hasObjects = false;
        _hasForeign = false;
        _isNested = false;
        IsTooLarge = false;
        if (_tail.Capacity > MaxKeptBytes)
            _tail = new ArrayBufferWriter<byte>();
        else
            _tail.ResetWrittenCount();
        if (_item.Length > MaxKeptBytes)
            _item = [];
    }

    /// <summary>Adds a value under a plain name, whose key is known or <see cref="InlineKey"/>; nested values under names of their own.</summary>
    public void Add(string name, uint key, MetricValue value)
    {
        _segments.Clear();
        _segments.Add(name);
        if (value.Kind == MetricValueKind.Nested)
            AddNested((NestedValues)value.Reference!, depth: 1);
        else
            AddLeaf(key, value);
    }

    /// <summary>The finished item, without commit word and slots. Valid until the draft is used again.</summary>
    public ReadOnlySpan<byte> Finish(BufferedItemKind kind, long utcTicks, long step, bool commit)
    {
        var tailAt = RowHeaderBytes + (_entries.Count * (EntryBytes + (_namesInline ? 8 : 0)));
        var length = (int)Align(tailAt + _tail.WrittenCount);
        if (_item.Length < length)
            _item = new byte[Math.Max(length, 2 * _item.Length)];

        var item = _item.AsSpan(0, length);
        _tail.WrittenSpan.CopyTo(item[tailAt..]);
        item[(tailAt + _tail.WrittenCount)..].Clear();
        var words = MemoryMarshal.Cast<byte, ulong>(item);
        var entryAt = RowHeaderBytes / 8;
        var nameAt = entryAt + (2 * _entries.Count);
        foreach (var entry in _entries)
        {
            words[entryAt++] = entry.Key | ((ulong)entry.Kind << 32);
            words[entryAt++] = entry.Kind is MetricValueKind.Text or MetricValueKind.Json ? entry.Payload + (ulong)tailAt : entry.Payload;
            if (_namesInline)
                words[nameAt++] = entry.Key == InlineKey ? entry.Name + (ulong)tailAt : 0;
        }

        var flags = (commit ? CommitFlag : 0) | (_namesInline ? NamesInlineFlag : 0) | (_deferred.Count > 0 ? DeferredFlag : 0)
            | (_hasObjects ? ObjectsFlag : 0);
        words[2] = (ulong)utcTicks;
        words[3] = (ulong)step;
        Seal(words, ItemHead(kind, flags, _entries.Count));
        return item;
    }

    /// <summary>The row was refused: nobody will ask for its objects.</summary>
    public void Abandon()
    {
        foreach (var entry in _entries)
        {
            if (entry.Kind == MetricValueKind.Object)
                _held.Drop((long)entry.Payload);
        }

        foreach (var value in _deferred)
            RowBuffer.Abandon(value);
    }

    private void AddNested(NestedValues values, int depth)
    {
        _isNested = true;
        if (values.Entries.IsEmpty)
            AddLeaf(InlineKey, new MetricValue(new ReadyJson("{}"u8.ToArray())));
        else if (depth > MaxDepth)
            AddLeaf(InlineKey, DeepValue(values));
        else
            AddEntries(values, depth);
    }

    private void AddEntries(NestedValues values, int depth)
    {
        foreach (var (name, value) in values.Entries)
        {
            _segments.Add(name ?? "");
            if (value.Kind == MetricValueKind.Nested)
                AddNested((NestedValues)value.Reference!, depth + 1);
            else
                AddLeaf(InlineKey, value);
            _segments.RemoveAt(_segments.Count - 1);
        }
    }

    private static MetricValue DeepValue(NestedValues values)
    {
        try
        {
            var json = new ArrayBufferWriter<byte>();
            ValueJson.Write(new MetricValue(values), json);
            return new MetricValue(new ReadyJson(json.WrittenMemory));
        }
        catch (Exception e) when (e is InvalidOperationException or InsufficientExecutionStackException)
        {
            return new MetricValue($"not logged: {e.Message}"); // a deferred value, or thousands of levels
        }
    }

    private void AddLeaf(uint key, MetricValue value)
    {
        if (key == InlineKey)
            key = (uint)_keys.NumberOf(CollectionsMarshal.AsSpan(_segments));

        var name = key == InlineKey ? AppendName() : 0;
        value = Bounded(value);
        _entries.Add(new DraftEntry(key, value.Kind, name, PayloadOf(value)));
        IsTooLarge |= (_entries.Count * (long)EntryBytes) + _tail.WrittenCount > MaxBytes;
    }

    // A text that no row can hold is replaced by one that says so: the row's other values go on. Markers made before are noted here too,
    // because here the metric is known.
    private MetricValue Bounded(MetricValue value)
    {
        if (value.Reference is string text && text.Length > MaxBytes - _tail.WrittenCount)
            value = ValueMarker.TooLong(text.Length);
        else if (value.Reference is ReadyJson json && json.Utf8.Length > MaxBytes - _tail.WrittenCount)
            value = ValueMarker.TooLong(json.Utf8.Length);

        if (ValueMarker.In(value) is { } marker)
            _habits.NoteCut(string.Join('.', _segments), marker);
        return value;
    }

    private ulong PayloadOf(MetricValue value)
    {
        switch (value.Kind)
        {
            case MetricValueKind.Text:
                return AppendText((string)value.Reference!);
            case MetricValueKind.Json:
                return AppendTail(((ReadyJson)value.Reference!).Utf8.Span);
            case MetricValueKind.Object:
                _hasObjects = true;
                return (ulong)_held.Hold((DataType)value.Reference!);
            case MetricValueKind.Deferred:
                _hasForeign |= value.Reference is not AwaitedValue;
                _deferred.Add((DeferredValue)value.Reference!);
                return (ulong)(_deferred.Count - 1);
            default:
                return (ulong)value.Bits;
        }
    }

    private ulong AppendName()
    {
        _namesInline = true;
        var segments = CollectionsMarshal.AsSpan(_segments);
        if (Refuses(PathBytes.MaxLength(segments)))
            return 0;

        var at = _tail.WrittenCount;
        _tail.Advance(PathBytes.Write(segments, _tail.GetSpan(PathBytes.MaxLength(segments))));
        return Reference(at);
    }

    private ulong AppendText(string text)
    {
        if (Refuses(text.Length))
            return 0;

        var at = _tail.WrittenCount;
        Encoding.UTF8.GetBytes(text, _tail);
        return Reference(at);
    }

    private ulong AppendTail(ReadOnlySpan<byte> bytes)
    {
        if (Refuses(bytes.Length))
            return 0;

        var at = _tail.WrittenCount;
        _tail.Write(bytes);
        return Reference(at);
    }

    private ulong Reference(int at) => (uint)at | ((ulong)(_tail.WrittenCount - at) << 32);

    // Asked before the bytes are made, so that a text of gigabytes is not first copied and then refused.
    private bool Refuses(long bytes) => IsTooLarge |= _tail.WrittenCount + bytes > MaxBytes;

    private readonly record struct DraftEntry(uint Key, MetricValueKind Kind, ulong Name, ulong Payload);
}
