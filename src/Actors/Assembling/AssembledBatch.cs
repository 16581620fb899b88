using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>
/// The records of one stretch of the ring, ready to be appended, with all that the release mark needs. One owner at a time; whoever
/// appends it disposes it.
/// </summary>
/// <param name="Records">The encoded records, in order.</param>
/// <param name="RingPosition">The ring's position behind the last item taken: free to be given back once the records are in the log.</param>
/// <param name="State">The assembler's state at that position.</param>
/// <param name="Counts">What has been made up to there.</param>
/// <param name="IsFull">Whether the ring may hold more.</param>
/// <param name="IsEnd">Whether the log is complete with it.</param>
/// <param name="Flush">The flush that is done with it, 0 for none.</param>
internal sealed record AssembledBatch(
    EncodedBatch Records, long RingPosition, byte[] State, AssemblerCounts Counts, bool IsFull, bool IsEnd, long Flush) : IDisposable
{
    public void Dispose() => Records.Dispose();
}
