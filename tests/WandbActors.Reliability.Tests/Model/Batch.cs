using WandbActors.Actors.Assembling;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Reliability.Tests.Model;

/// <summary>
/// Records of some items, and the state behind them: what passes from buffer to writer. Made and appended as the actors and a recovery do.
/// </summary>
internal sealed class Batch : IDisposable
{
    private readonly EncodedBatch _records;
    private readonly long _position;
    private readonly byte[] _state;

    private Batch(EncodedBatch records, long position, byte[] state, bool isLast)
    {
        _records = records;
        _position = position;
        _state = state;
        IsLast = isLast;
    }

    /// <summary>Whether nothing was left to be read.</summary>
    public bool IsLast { get; }

    /// <summary>
    /// Takes up to so many items; with some numbers the summary is written too. A batch that leaves nothing behind gets an
    /// <paramref name="end"/>, if there is one.
    /// </summary>
    public static Batch Assemble(RowBufferReader reader, StepAssembler assembler, int items, Action<EncodedBatch>? end = null)
    {
        var records = new EncodedBatch();
        var left = items;
        for (; left > 0 && reader.TryRead(out var item); left--)
            assembler.Take(item, records);
        if (left > 0)
            end?.Invoke(records);
        if (assembler.IsSummaryLarge || (items % 4 == 0 && assembler.HasSummaryChanges))
            assembler.WriteSummary(records);
        return new Batch(records, reader.Position, assembler.State, left > 0);
    }

    /// <summary>The mark that goes with the batch, when the log ends there.</summary>
    public RingMark MarkAt(long logOffset) => new(_position, logOffset, _state);

    /// <summary>Appends it; all of it is in the file, or an <see cref="IOException"/> says that only a part is.</summary>
    public void AppendTo(TransactionLogWriter log)
    {
        foreach (var record in _records)
            log.Append(record);
        log.Flush(toDisk: false);
    }

    public void Dispose() => _records.Dispose();
}
