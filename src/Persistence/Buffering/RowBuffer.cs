using System.Buffers;
using System.Runtime.InteropServices;
using static WandbActors.Persistence.Buffering.RowBufferFormat;

namespace WandbActors.Persistence.Buffering;

/// <summary>
/// The memory buffer of a run: a ring in a mapped file, which outlives the process. Any thread appends; one consumer reads through
/// <see cref="Reader"/>, parks, notes marks, closes and disposes. The consumer's reading and its noting of marks may be two threads, one
/// each. An item that was accepted survives a kill of the process.
/// </summary>
/// <remarks>
/// A row of numbers whose names were seen before is drafted on the stack and published: one compare-and-swap, a copy, and no
/// allocation, lock, system call or signal. Everything else takes the longer way through a <see cref="RowDraft"/>.
/// </remarks>
internal sealed partial class RowBuffer : IDisposable
{
    // How long Dispose waits for appends that are just writing: nanoseconds, unless their thread was put off the processor.
    private static readonly TimeSpan ProducersBound = TimeSpan.FromSeconds(1);

    private readonly RowBufferPlace _place;
    private readonly TimeProvider _time;
    private readonly Ring _ring;
    private readonly KeyTable _keys;
    private readonly RowShapes _shapes = new();
    private readonly HeldObjects _held;
    private readonly SpillFiles _spills;
    private readonly MarkSlots _marks;

    private RowBuffer(RowBufferPlace place, RowBufferSettings settings, TimeProvider time, Action wake)
    {
        _place = place;
        _time = time;
        Counters = new RowBufferCounters();
        _ring = new Ring(place.File, settings.MaxWait, Counters, wake);
        _keys = new KeyTable(place.File);
        _held = new HeldObjects(settings.MaxHeldBytes, Counters);
        _spills = new SpillFiles(place.File, place.RunDirectory);
        _marks = new MarkSlots(place.File);
        _marks.NoteRelease(new RingMark(0, 0, default));
        Reader = new RowBufferReader(place.File, _spills, _ring, _held, Counters);
    }

    /// <summary>The one consumer's side.</summary>
    public RowBufferReader Reader { get; }

    public RowBufferCounters Counters { get; }

    /// <summary>Whether accepted items survive a kill of the process. If not, <see cref="Description"/> says why.</summary>
    public bool IsCrashSafe => _place.File.Path is not null;

    /// <summary>One sentence for people: where the buffer is.</summary>
    public string Description => _place.Description;

    /// <summary>The buffer's file, or null.</summary>
    public string? Path => _place.File.Path;

    /// <summary>Bytes that the ring may grow to.</summary>
    public long RingBytes => _place.File.RingBytes;

    /// <summary>Bytes of the ring's segments that are in use or ready for it.</summary>
    public long AssignedBytes => _ring.AssignedBytes;

    /// <summary>The position behind the newest item that was appended.</summary>
    public long Position => _ring.Head;

    /// <summary>Bytes of the ring that are not free: appended and not yet released.</summary>
    public long UsedBytes => _ring.Head - _ring.Tail;

    /// <summary>
    /// Consumer only. Whether half of what the ring can hold has not been read yet, or half of the objects' room is taken. Then the row whose values
    /// are awaited soon goes on without them, or others would be refused for its sake. What was read of the ring and waits for the disk does not count:
    /// that is not the values' fault.
    /// </summary>
    public bool IsHalfFull => Unread > _ring.Capacity / 2 || _held.IsHalfFull;

    /// <summary>Consumer only. Likewise three quarters of the ring: then it goes on at once, or appends would wait.</summary>
    public bool IsNearlyFull => Unread > _ring.Capacity / 4 * 3;

    private long Unread => _ring.Head - Reader.Position;

    /// <summary>
    /// Makes a buffer in the first place that takes it, for the run whose log is, or will be, <paramref name="logPath"/>.
    /// <paramref name="wake"/> is called on the appending thread; it must not throw or block.
    /// </summary>
    public static RowBuffer Create(RowBufferSettings settings, Guid logGuid, string logPath, TimeProvider time, Action wake) =>
        new(RowBufferPlace.Create(settings, logGuid, logPath, time.GetUtcNow()), settings, time, wake);

    /// <summary>Appends one row; an empty one too. Any thread. Waits on a full ring only if <paramref name="mayWait"/>.</summary>
    public AppendOutcome Append(ReadOnlySpan<(string Name, MetricValue Value)> values, long? step, bool commit, bool mayWait = true) =>
        AppendRow(AnyNames<string>(values), step ?? NoStep, commit, mayWait);

    /// <summary>Appends one row by registered names; those of another buffer are looked up. Any thread.</summary>
    public AppendOutcome Append(ReadOnlySpan<(Metric Metric, MetricValue Value)> values, long? step, bool commit, bool mayWait = true) =>
        AppendRow(AnyNames<Metric>(values), step ?? NoStep, commit, mayWait);

    /// <summary>Appends one row whose names are texts and registered names, mixed. Any thread.</summary>
    public AppendOutcome AppendMixed(ReadOnlySpan<(object Name, MetricValue Value)> values, long? step, bool commit, bool mayWait = true) =>
        AppendRow(values, step ?? NoStep, commit, mayWait);

    /// <summary>Appends a ready-encoded <c>Record</c> without its number. Any thread.</summary>
    public AppendOutcome AppendRecord(ReadOnlySpan<byte> record, bool mayWait = true)
    {
        var outcome = record.Length > RowDraft.MaxBytes ? Counters.CountRefused(AppendOutcome.RefusedTooLarge) : PublishRecord(record, mayWait);
        if (outcome != AppendOutcome.Accepted)
            Counters.RecountAsRecord(outcome);
        return outcome;
    }

    /// <summary>Appends values that are set in the summary, and whose JSON is written later. Any thread.</summary>
    public AppendOutcome AppendSummary(ReadOnlySpan<(string Name, MetricValue Value)> values, bool mayWait = true)
    {
        var outcome = AppendDraft(
            AnyNames(values), null, _time.GetUtcNow().UtcTicks, NoStep, commit: true, mayWait, BufferedItemKind.SummaryValues);
        if (outcome != AppendOutcome.Accepted)
            Counters.RecountAsRecord(outcome);
        return outcome;
    }

    /// <summary>Whether at least half of the ring is free: what rows come before is taken only then. Any thread.</summary>
    public bool HasRoomAside => UsedBytes <= _ring.Capacity / 2;

    /// <summary>
    /// Appends a ready-encoded record that rows come before, such as what the program prints: it never waits, and takes no room beyond half
    /// of the ring. Any thread.
    /// </summary>
    public AppendOutcome AppendAside(ReadOnlySpan<byte> record)
    {
        var outcome = HasRoomAside ? PublishRecord(record, mayWait: false) : Counters.CountRefused(AppendOutcome.RefusedFull);
        if (outcome != AppendOutcome.Accepted)
            Counters.RecountAsAside(outcome);
        return outcome;
    }

    /// <summary>The number of a name, the same for the buffer's life; negative when the key table is full. Any thread.</summary>
    public int KeyOf(string name) => _keys.NumberOf(name);

    /// <summary>A name as an object that finds its number faster than any search. Any thread.</summary>
    public Metric MetricOf(string name) => new(name, this, KeyOf(name));

    /// <summary>Consumer only. Parks it if everything was read: the next append calls the wake-up, once. False: there is more to read.</summary>
    public bool TryPark() => _ring.TryPark(Reader.Position);

    /// <summary>
    /// Has at least one whole segment ready ahead of the appends, so that none of them has to see to that. Any thread but one that trains,
    /// until the buffer is disposed; waits for no disk.
    /// </summary>
    public void MakeRoom() => _ring.MakeRoom();

    /// <summary>Consumer only. Notes that what lies before the mark is about to enter the log.</summary>
    public void NoteIntent(in RingMark mark) => _marks.NoteIntent(mark);

    /// <summary>Consumer only. Notes that what lies before the mark is in the log, and gives its space back to waiting appends.</summary>
    public void NoteRelease(in RingMark mark)
    {
        _marks.NoteRelease(mark);
        _held.ReleaseUpTo(mark.Position);
        _spills.ReleaseUpTo(mark.Position);
        _ring.FreeUpTo(mark.Position);
    }

    /// <summary>Consumer only. The newest whole marks.</summary>
    public RingMarks ReadMarks() => _marks.Read()!.Value; // one release was noted at the start

    /// <summary>Rows that are appended and not yet released, counted by walking the ring. While it is in use, about so many.</summary>
    public long CountUnreleasedRows()
    {
        if (UsedBytes == 0)
            return 0;

        var tail = _ring.Tail;
        var spills = new SpillFiles(_place.File, _place.RunDirectory); // one that remembers nothing of what it reads
        var walker = new RowBufferReader(_place.File, spills, new LeftBehindSegments(_place.File, tail), tail);
        while (walker.TryRead(out _))
        {
        }

        return walker.RowsRead;
    }

    /// <summary>Refuses all later appends, and those that wait; what is in the ring can still be read. Any thread, any number of times.</summary>
    public void Close() => _ring.Close();

    /// <summary>Whether nothing more is taken.</summary>
    public bool IsClosed => _ring.IsClosed;

    /// <summary>Called once, on the appending thread, by the first append that is refused because it comes after the end; must not throw.</summary>
    public Action? Late { set => _ring.Gate.Late = value; }

    /// <summary>Something else comes after the end. False: the buffer is not closed.</summary>
    public bool NoteIfLate()
    {
        if (!IsClosed)
            return false;

        _ring.Gate.NoteLate();
        return true;
    }

    /// <summary>
    /// The process is ending: appends that come after the close, and may wait, are held back for so long before they are refused, but for
    /// those of the calling thread. Any thread.
    /// </summary>
    public void HoldAfterClose(TimeSpan bound) => _ring.HoldAfterClose(bound);

    /// <summary>Consumer only. Closes and unmaps; the file stays, for recovery. Appends and deferred values that come later are refused.</summary>
    public void Dispose()
    {
        Close();
        _keys.Close();
        if (!TryStopFilling())
            return;

        Awaited.Close();

        // A thread that hangs in mid-append keeps the memory; the garbage collector takes it when that thread has left.
        if (_ring.WaitForProducers(ProducersBound))
            _place.File.Dispose();
    }

    /// <summary>
    /// Consumer only, once the log has its end: nothing is left behind from here on, however the process ends. The memory stays until the buffer
    /// is disposed, and the note in the run's directory until it is deleted. Where a file in use cannot be removed it stays as long.
    /// </summary>
    public void RemoveFiles()
    {
        _place.DeleteFile();
        _spills.DeleteAll();
    }

    /// <summary>Consumer only, after a clean finish. Disposes, and removes the file and all that belongs to it.</summary>
    public void Delete()
    {
        Dispose();
        _place.Delete();
        _spills.DeleteAll();
    }

    private AppendOutcome PublishRecord(ReadOnlySpan<byte> record, bool mayWait)
    {
        var length = (int)Align(RecordHeaderBytes + record.Length);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var item = rented.AsSpan(0, length);
        record.CopyTo(item[RecordHeaderBytes..]);
        item[(RecordHeaderBytes + record.Length)..].Clear();
        var words = MemoryMarshal.Cast<byte, ulong>(item);
        words[2] = (ulong)record.Length;
        Seal(words, ItemHead(BufferedItemKind.Record, 0, 0));
        var outcome = Publish(item, 0, mayWait, out _);
        ArrayPool<byte>.Shared.Return(rented);
        return outcome;
    }
}
