using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

internal sealed partial class RowBuffer
{
    private const int MaxPlainValues = 64; // of a row drafted on the stack

    [ThreadStatic]
    private static RowDraft? _freeDraft;

    // A pair with a name of one class may be read as a pair with any object: the same two fields, and nobody writes through the span.
    private static ReadOnlySpan<(object Name, MetricValue Value)> AnyNames<TName>(ReadOnlySpan<(TName Name, MetricValue Value)> values)
        where TName : class =>
        MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<(TName, MetricValue), (object, MetricValue)>(ref MemoryMarshal.GetReference(values)), values.Length);

    [SkipLocalsInit]
    private AppendOutcome AppendRow(ReadOnlySpan<(object Name, MetricValue Value)> values, long step, bool commit, bool mayWait)
    {
        var utcTicks = _time.GetUtcNow().UtcTicks;
        var shape = _shapes.Find(values);
        if (shape is null || values.Length > MaxPlainValues)
            return AppendDraft(values, shape, utcTicks, step, commit, mayWait);

        Span<ulong> row = stackalloc ulong[(RowHeaderBytes + (MaxPlainValues * EntryBytes)) / 8];
        row = row[..((RowHeaderBytes + (values.Length * EntryBytes)) / 8)];
        if (!TryWriteNumbers(values, shape.Keys, row[(RowHeaderBytes / 8)..]))
            return AppendDraft(values, shape, utcTicks, step, commit, mayWait);

        row[2] = (ulong)utcTicks;
        row[3] = (ulong)step;
        Seal(row, ItemHead(BufferedItemKind.Row, commit ? CommitFlag : 0, values.Length));
        return _ring.Publish(MemoryMarshal.AsBytes(row), 0, mayWait, out _);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryWriteNumbers(ReadOnlySpan<(object Name, MetricValue Value)> values, uint[] keys, Span<ulong> entries)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!values[i].Value.TryGetNumber(out var kind))
                return false;

            entries[2 * i] = keys[i] | ((ulong)kind << 32);
            entries[(2 * i) + 1] = (ulong)values[i].Value.Bits;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private AppendOutcome AppendDraft(
        ReadOnlySpan<(object Name, MetricValue Value)> values, RowShape? shape, long utcTicks, long step, bool commit, bool mayWait,
        BufferedItemKind kind = BufferedItemKind.Row)
    {
        if (_ring.IsClosed)
        {
            foreach (var (_, value) in values)
                Abandon(value);
            return _ring.RefuseClosed(mayWait);
        }

        var began = _time.GetTimestamp();

        // Taken, not shared: a deferred value may log while it is bound.
        var draft = _freeDraft ?? new RowDraft();
        _freeDraft = null;
        draft.Begin(_keys, _held, Counters.Habits);
        for (var i = 0; i < values.Length; i++)
            draft.Add(NameOf(values[i].Name), shape?.Keys[i] ?? KnownKey(values[i].Name), values[i].Value);
        if (shape is null)
            _shapes.Remember(values, draft);

        var firstSlot = 0L;
        var outcome = draft.IsTooLarge
            ? Counters.CountRefused(AppendOutcome.RefusedTooLarge)
            : Publish(draft.Finish(kind, utcTicks, step, commit), draft.Deferred.Length, mayWait, out firstSlot);
        if (outcome == AppendOutcome.Accepted)
            BindDeferred(draft.Deferred, firstSlot);
        else
            draft.Abandon();
        if (draft.HoldsMoreThanNumbers)
            Counters.Habits.NoteCall(_time.GetElapsedTime(began), values.IsEmpty ? "" : NameOf(values[0].Name));
        draft.End();
        _freeDraft = draft;
        return outcome;
    }

    private static string NameOf(object? name) => name switch
    {
        string text => text,
        Metric metric => metric.Name,
        _ => "",
    };

    private uint KnownKey(object? name) => name is Metric metric && metric.Owner == this ? (uint)metric.Key : InlineKey;

    private AppendOutcome Publish(ReadOnlySpan<byte> item, int slots, bool mayWait, out long firstSlot)
    {
        var trailer = DeferredSlot.TrailerBytes(slots);
        if (item.Length + trailer > _ring.LargestItem)
            return PublishSpilled(item, slots, mayWait, out firstSlot);

        var outcome = _ring.Publish(item, slots, mayWait, out var position);
        firstSlot = position + item.Length + trailer - DeferredSlot.FromEnd(slots);
        return outcome;
    }

    private AppendOutcome PublishSpilled(ReadOnlySpan<byte> item, int slots, bool mayWait, out long firstSlot)
    {
        firstSlot = 0;
        if (SpilledBytes + DeferredSlot.TrailerBytes(slots) > _ring.LargestItem)
            return Counters.CountRefused(AppendOutcome.RefusedTooLarge);
        if (!_spills.TryWrite(item, out var number))
            return Counters.CountRefused(AppendOutcome.RefusedByDisk);

        Span<ulong> stub = [0, 0, MemoryMarshal.Cast<byte, ulong>(item)[2], (ulong)number, (ulong)item.Length, 0];
        Seal(stub, ItemHead(BufferedItemKind.Spilled, slots > 0 ? DeferredFlag : 0, 0));
        var outcome = Publish(MemoryMarshal.AsBytes(stub), slots, mayWait, out firstSlot);
        if (outcome != AppendOutcome.Accepted)
            _spills.Delete(number);
        return outcome;
    }
}
