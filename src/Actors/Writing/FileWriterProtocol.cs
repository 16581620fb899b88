using Akka.Actor;
using WandbActors.Actors.Assembling;

namespace WandbActors.Actors.Writing;

/// <summary>The messages of <see cref="FileWriterActor"/>. They stay in the process.</summary>
internal static class FileWriterProtocol
{
    /// <summary>Appends a batch to the log and gives its ring space back. Answered by <see cref="BatchAppended"/>, however long the disk refuses.</summary>
    public sealed record AppendBatch(AssembledBatch Batch) : INoSerializationVerificationNeeded;

    /// <summary>The batch is in the log: handed to the OS, and on the disk where the settings say so.</summary>
    /// <param name="Batch">What was appended; its records have been given back.</param>
    /// <param name="LogOffset">The log's length behind the batch: the uploader may read up to there.</param>
    public sealed record BatchAppended(AssembledBatch Batch, long LogOffset) : INoSerializationVerificationNeeded;

    /// <summary>The disk refuses; the writer tries again by itself. Told once for each spell of trouble.</summary>
    public sealed record AppendStalled(string Reason) : INoSerializationVerificationNeeded;

    /// <summary>Forces everything appended onto the disk. Answered by <see cref="LogSynced"/>.</summary>
    public sealed record SyncLog : INoSerializationVerificationNeeded;

    /// <summary>The log is on the disk, or why not.</summary>
    public sealed record LogSynced(string? Problem) : INoSerializationVerificationNeeded;
}
