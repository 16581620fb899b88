using Akka.Actor;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.TransactionLog;
using static WandbActors.Actors.Assembling.BufferProtocol;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// Reads the ring and makes log records: the ring's one consumer. It starts from the ring's newest release mark, so a start, a restart
/// and a recovery are the same; nothing it holds is needed to lose no row.
/// </summary>
internal sealed class BufferActor : HandlerActor
{
    // Of the time that a call may wait on a full ring: what comes in a burst has some of it, and no row is refused for its sake.
    private const int WaitShares = 2;

    private readonly RunSession _session;
    private readonly TimeSpan _crowdedBound;
    private readonly RowBufferReader _ring;
    private readonly StepAssembler _assembler;
    private long _assembledTo;
    private long _summaryWritten;
    private long _expectedBytes; // as the batch before: bursts go on

    public BufferActor(RunSession session)
    {
        _session = session;
        _crowdedBound = session.Settings.Buffer.Wait / WaitShares;
        var mark = session.Buffer.ReadMarks().Release;
        _ring = session.Buffer.Reader;
        _ring.Seek(mark.Position);
        _assembledTo = mark.Position;
        _assembler = new StepAssembler(session.Sampler, mark.State, WrittenRows.In(session.Directory.LogPath, mark.LogOffset), session.Media);
        _summaryWritten = session.Time.GetTimestamp();

        Receive<AssembleBatch>(Assemble);
        Receive<AssembleEnd>(Assemble);
    }

    public static Props PropsFor(RunSession session) =>
        Props.Of(() => new BufferActor(session)).WithDispatcher(Settings.WandbSettings.RunDispatcher);

    private void Assemble(AssembleBatch command)
    {
        var records = new EncodedBatch(_expectedBytes);
        var isFull = TakeItems(records);
        var flush = isFull || !HasReadAll ? 0 : command.Flush;
        if (flush > 0)
        {
            _assembler.Close(records);
            WriteSummary(records);
        }
        else if (HasReadAll)
        {
            _assembler.CloseOverdue(_session.Time.GetUtcNow().UtcTicks, records);
        }

        Answer(records, isFull, isEnd: false, flush);
    }

    private void Assemble(AssembleEnd command)
    {
        var records = new EncodedBatch(_expectedBytes);
        var isFull = TakeItems(records);
        var isEnd = !isFull && HasReadAll;
        if (isEnd)
            _assembler.WriteEnd(command.ExitCode, _session.Time.GetUtcNow().UtcTicks, records);
        Answer(records, isFull, isEnd, isEnd ? command.Flush : 0);
    }

    private void Answer(EncodedBatch records, bool isFull, bool isEnd, long flush)
    {
        SayRemarks();
        if (IsSummaryDue())
            WriteSummary(records);
        _expectedBytes = records.RecordBytes;
        if (records.Count == 0 && _ring.Position == _assembledTo)
        {
            records.Dispose();
            Sender.Tell(new NothingBuffered(AwaitsDeferred || _assembler.HasSummaryChanges || _assembler.HasTimedWindow, flush));
            return;
        }

        _assembledTo = _ring.Position;
        Sender.Tell(new BatchAssembled(
            new AssembledBatch(records, _assembledTo, _assembler.State, _assembler.Counts, isFull, isEnd, flush)));
    }

    private void SayRemarks()
    {
        while (_assembler.Remarks.TryTake(out var remark))
            Context.Parent.Tell(new Remark(remark));
    }

    private bool TakeItems(EncodedBatch records)
    {
        while (records.RecordBytes < _session.Settings.Buffer.BatchBytes)
        {
            if (!_ring.TryRead(out var item))
            {
                if (!GaveUpOverdue())
                    return false;
                continue;
            }

            _assembler.Take(item, records);
        }

        return true;
    }

    // Not when a row that an append is just writing stands before others: those were logged, and are part of what was asked for.
    private bool HasReadAll => _ring.Stop == ReadStop.End;

    private bool AwaitsDeferred => _ring.Stop == ReadStop.WaitingForValues;

    private bool GaveUpOverdue()
    {
        if (!AwaitsDeferred)
            return false;

        var waited = TimeSpan.FromTicks(_session.Time.GetUtcNow().UtcTicks - _ring.WaitingSinceUtcTicks);
        DeferredLoss? reason = waited >= _session.Settings.Deferred.Timeout ? DeferredLoss.TimedOut
            : _session.Ending.IsHalfOver ? DeferredLoss.RunEnded
            : _session.Buffer.IsNearlyFull || (_session.Buffer.IsHalfFull && waited >= _crowdedBound) ? DeferredLoss.BufferFull
            : null;
        return reason is { } given && _ring.GiveUpDeferred(given) > 0;
    }

    private bool IsSummaryDue() =>
        _assembler.HasSummaryChanges
        && (_assembler.IsSummaryLarge || _session.Time.GetElapsedTime(_summaryWritten) >= _session.Settings.Log.SummaryInterval);

    private void WriteSummary(EncodedBatch records)
    {
        _assembler.WriteSummary(records);
        _summaryWritten = _session.Time.GetTimestamp();
    }
}
