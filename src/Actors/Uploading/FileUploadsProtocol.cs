using System.Collections.Immutable;
using Akka.Actor;

namespace WandbActors.Actors.Uploading;

/// <summary>The messages of <see cref="FileUploadsActor"/>. They stay in the process.</summary>
internal static class FileUploadsProtocol
{
    /// <summary>Sends files; one that is on its way goes again afterwards.</summary>
    public sealed record SendFiles(ImmutableArray<RunFile> Files) : INoSerializationVerificationNeeded;

    /// <summary>A file has reached its storage.</summary>
    public sealed record FileSent(string Name) : INoSerializationVerificationNeeded;

    /// <summary>A file will not be sent; the run is not affected.</summary>
    public sealed record FileGivenUp(string Name, string Reason) : INoSerializationVerificationNeeded;

    /// <summary>No more files follow. Answered by <see cref="FilesEnded"/> once none is waiting or on its way.</summary>
    public sealed record EndFiles : INoSerializationVerificationNeeded;

    /// <summary>Every file has been sent or given up.</summary>
    public sealed record FilesEnded : INoSerializationVerificationNeeded;
}
