using Akka.Actor;

namespace WandbActors.Actors.Assembling;

/// <summary>The messages of <see cref="BufferActor"/>. They stay in the process: batches hold pooled memory.</summary>
internal static class BufferProtocol
{
    /// <summary>Makes records of what is in the ring, up to one batch. Answered by <see cref="BatchAssembled"/> or <see cref="NothingBuffered"/>.</summary>
    /// <param name="Flush">
    /// The newest flush asked for, 0 for none: once the ring is empty, the open row and the summary's changes are written for it too.
    /// </param>
    public sealed record AssembleBatch(long Flush) : INoSerializationVerificationNeeded;

    /// <summary>Makes the last batch: what is left in the ring, the open row, the summary, the exit. Answered by <see cref="BatchAssembled"/>.</summary>
    public sealed record AssembleEnd(int ExitCode) : INoSerializationVerificationNeeded;

    /// <summary>A batch is ready; it is the receiver's until it has been returned.</summary>
    public sealed record BatchAssembled(AssembledBatch Batch) : INoSerializationVerificationNeeded;

    /// <summary>The ring holds nothing that could be assembled now.</summary>
    /// <param name="AwaitsDeferred">Whether the next row waits for a value that has not arrived.</param>
    /// <param name="Flush">The flush that is done with it, 0 for none.</param>
    public sealed record NothingBuffered(bool AwaitsDeferred, long Flush) : INoSerializationVerificationNeeded;
}
