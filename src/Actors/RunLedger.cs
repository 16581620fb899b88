using WandbActors.Actors.Assembling;
using WandbActors.Persistence.Buffering;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors;

/// <summary>Draws the ledger together: what the ring refused, what the log holds, what the server has.</summary>
internal static class RunLedger
{
    public static Ledger Of(RowBuffer ring, in AssemblerCounts log, UploadProgressed sent) => WithRefusals(ring.Counters, new Ledger
    {
        InRing = ring.CountUnreleasedRows() + log.InOpenRow,
        Merged = log.Merged,
        HistoryRecords = log.History,
        LateRows = log.Late,
        SplitRows = log.Split,
        ValuesLost = log.ValuesLost + ring.Counters.RecordsRefused,
        Poisoned = log.Poisoned + ring.Reader.DamagedItems,
        OnServer = sent.HistoryLines,
        MarkerLines = sent.MarkerLines,
    });

    /// <summary>The refusals as they are by now: they go on after a run has ended.</summary>
    public static Ledger WithRefusals(RowBufferCounters counters, Ledger ledger) => ledger with
    {
        RefusedFull = counters.Refused(AppendOutcome.RefusedFull),
        RefusedClosed = counters.Refused(AppendOutcome.RefusedClosed),
        RefusedOther = counters.Refused(AppendOutcome.RefusedTooLarge) + counters.Refused(AppendOutcome.RefusedByDisk)
            + counters.Refused(AppendOutcome.RefusedNotARow),
    };
}
