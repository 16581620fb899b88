using WandbActors.Actors.Assembling;
using WandbActors.Actors.Staging;
using WandbActors.Persistence.Buffering;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors;

/// <summary>
/// Draws the ledger together: what the ring refused and holds, what the log holds, what the server has, which files were lost. Any thread reads it without
/// asking an actor; it goes on to count refusals after the run has ended. Part of the run's session.
/// </summary>
internal sealed class RunLedger(RowBuffer ring, PendingWork pending)
{
    // Held while the ring is looked at, so that no row is seen twice or not at all on its way into the log, and the ring is not given
    // back meanwhile. No Log call ever takes it.
    private readonly Lock _gate = new();
    private AssemblerCounts _log;
    private UploadProgressed _sent = new(0, 0, 0);
    private Ledger? _last;

    /// <summary>What the log holds already when the run's actors start.</summary>
    public void NoteLog(in AssemblerCounts log)
    {
        lock (_gate)
            _log = log;
    }

    /// <summary>What lies before the mark has gone from the ring into the log.</summary>
    public void Release(in RingMark mark, in AssemblerCounts log)
    {
        lock (_gate)
        {
            ring.NoteRelease(mark);
            _log = log;
        }
    }

    public void NoteSent(UploadProgressed sent) => Volatile.Write(ref _sent, sent);

    public Ledger Read()
    {
        lock (_gate)
            return WithRefusals(_last ?? Draw());
    }

    /// <summary>The last look at the ring, before it is given back.</summary>
    public void Close(Action giveBack)
    {
        lock (_gate)
        {
            _last ??= Draw();
            giveBack();
        }
    }

    private Ledger Draw()
    {
        var sent = Volatile.Read(ref _sent);
        return new Ledger
        {
            InRing = ring.CountUnreleasedRows() + _log.InOpenRow,
            Merged = _log.Merged,
            HistoryRecords = _log.History,
            AggregateRows = _log.Aggregates,
            LateRows = _log.Late,
            StepsReplaced = _log.StepsReplaced,
            SplitRows = _log.Split,
            ValuesLost = _log.ValuesLost + ring.Counters.RecordsRefused + ring.Counters.Habits.ValuesCut,
            ValuesFailed = ring.Counters.GivenUp(DeferredLoss.Failed),
            ValuesTimedOut = ring.Counters.GivenUp(DeferredLoss.TimedOut),
            ValuesCrowdedOut = ring.Counters.GivenUp(DeferredLoss.BufferFull),
            ValuesWithoutSlot = ring.Counters.GivenUp(DeferredLoss.DeviceFull),
            ValuesUnfinished = ring.Counters.GivenUp(DeferredLoss.RunEnded),
            SlowCalls = ring.Counters.Habits.SlowCalls,
            Poisoned = _log.Poisoned + ring.Reader.DamagedItems,
            OnServer = sent.HistoryLines - sent.MarkerLines,
            MarkersTooLong = sent.MarkerLines,
        };
    }

    private Ledger WithRefusals(Ledger ledger) => ledger with
    {
        RefusedFull = ring.Counters.Refused(AppendOutcome.RefusedFull),
        OutputLost = ring.Counters.AsidesRefused,
        FilesLost = pending.FilesLost,
        RefusedClosed = ring.Counters.Refused(AppendOutcome.RefusedClosed),
        RefusedOther = ring.Counters.Refused(AppendOutcome.RefusedTooLarge) + ring.Counters.Refused(AppendOutcome.RefusedByDisk)
            + ring.Counters.Refused(AppendOutcome.RefusedNotARow),
    };
}
