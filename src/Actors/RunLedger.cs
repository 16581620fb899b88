using WandbActors.Actors.Assembling;
using WandbActors.Persistence.Buffering;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors;

/// <summary>Draws the ledger together: what the ring refused, what the log holds, what the server has.</summary>
internal static class RunLedger
{
    public static Ledger Of(RowBuffer ring, in AssemblerCounts log, UploadProgressed sent)
    {
        var offered = ring.Counts;
        return new Ledger
        {
            Offered = offered.Offered,
            RefusedFull = offered.RefusedFull,
            RefusedClosed = offered.RefusedClosed,
            RefusedOther = offered.RefusedOther,
            InLog = log.Merged + log.History,
            Merged = log.Merged,
            HistoryRecords = log.History,
            LateRows = log.Late,
            ValuesLost = log.ValuesLost,
            Poisoned = log.Poisoned,
            OnServer = sent.HistoryLines,
            MarkerLines = sent.MarkerLines,
        };
    }
}
