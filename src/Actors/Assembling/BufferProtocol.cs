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

    /// <summary>
    /// Makes the last batches of a closed ring: what is left in it, then, with the one that says that it is the end, the open row, the
    /// summary and the exit. Answered by <see cref="BatchAssembled"/>, or by <see cref="NothingBuffered"/> while the end must wait.
    /// </summary>
    /// <param name="ExitCode">How the run ended.</param>
    /// <param name="Flush">The newest flush asked for, 0 for none: it is done with the end.</param>
    public sealed record AssembleEnd(int ExitCode, long Flush) : INoSerializationVerificationNeeded;

    /// <summary>A batch is ready; it is the receiver's until it has been returned.</summary>
    public sealed record BatchAssembled(AssembledBatch Batch) : INoSerializationVerificationNeeded;

    /// <summary>The ring holds nothing that could be assembled now.</summary>
    /// <param name="IsMoreDue">Whether something is due later without another row: a value that has not arrived, or the summary.</param>
    /// <param name="Flush">The flush that is done with it, 0 for none.</param>
    public sealed record NothingBuffered(bool IsMoreDue, long Flush) : INoSerializationVerificationNeeded;
}
