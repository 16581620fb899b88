using WandbActors.Actors.Assembling;
using WandbActors.Persistence.Buffering;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors;

/// <summary>Draws the ledger together: what the ring refused, what the log holds, what the server has.</summary>
internal static class RunLedger
{
    public static Ledger Of(RowBuffer ring, in AssemblerCounts log, UploadProgressed sent) => new()
    {
        RefusedFull = ring.Counters.Refused(AppendOutcome.RefusedFull),
        RefusedClosed = ring.Counters.Refused(AppendOutcome.RefusedClosed),
        RefusedOther = ring.Counters.Refused(AppendOutcome.RefusedTooLarge) + ring.Counters.Refused(AppendOutcome.RefusedByDisk)
            + ring.Counters.Refused(AppendOutcome.RefusedNotARow),
        InRing = ring.CountUnreleasedRows() + log.InOpenRow,
        Merged = log.Merged,
        HistoryRecords = log.History,
        LateRows = log.Late,
        SplitRows = log.Split,
        ValuesLost = log.ValuesLost,
        Poisoned = log.Poisoned + ring.Reader.DamagedItems,
        OnServer = sent.HistoryLines,
        MarkerLines = sent.MarkerLines,
    };
}
