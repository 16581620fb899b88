using System.Collections.Immutable;
using Akka.Actor;

namespace WandbActors.Actors.Uploading;

/// <summary>The messages of <see cref="FileUploadsActor"/>. They stay in the process.</summary>
internal static class FileUploadsProtocol
{
    /// <summary>Sends files; one that is on its way goes again afterwards. Answered by <see cref="FilesIdle"/> once nothing is left.</summary>
    public sealed record SendFiles(ImmutableArray<RunFile> Files) : INoSerializationVerificationNeeded;

    /// <summary>A file has reached its storage.</summary>
    public sealed record FileSent(string Name) : INoSerializationVerificationNeeded;

    /// <summary>A file will not be sent; the run is not affected.</summary>
    public sealed record FileGivenUp(string Name, string Reason) : INoSerializationVerificationNeeded;

    /// <summary>No file is waiting or on its way.</summary>
    /// <param name="Orders">How many <see cref="SendFiles"/> have been carried out: of a later one this says nothing.</param>
    public sealed record FilesIdle(int Orders) : INoSerializationVerificationNeeded;
}
