using System.Collections.Immutable;
using Akka.Actor;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>The messages of <see cref="ArtifactsActor"/> and its children. They stay in the process.</summary>
internal static class ArtifactsProtocol
{
    /// <summary>Gives the server these artifacts. Each is answered by <see cref="ArtifactSettled"/>.</summary>
    public sealed record SendArtifacts(ImmutableArray<ArtifactErrand> Errands) : INoSerializationVerificationNeeded;

    /// <summary>The server has an artifact, or never will.</summary>
    /// <param name="Errand">What was to be done.</param>
    /// <param name="Id">The server's id; <c>null</c> if it has not got it.</param>
    /// <param name="Version">The version's number; <c>null</c> if the server does not say.</param>
    /// <param name="Problem">Why it has not got it; <c>null</c> when it has.</param>
    public sealed record ArtifactSettled(ArtifactErrand Errand, string? Id, long? Version, string? Problem) : INoSerializationVerificationNeeded;

    /// <summary>Reads an entry's file. Answered by <see cref="StagedFileRead"/> or <see cref="ArtifactFileRefused"/>.</summary>
    public sealed record ReadStagedFile(ArtifactManifestEntry Entry) : INoSerializationVerificationNeeded;

    /// <summary>An entry's file is what the log says.</summary>
    public sealed record StagedFileRead(StagedFile File) : INoSerializationVerificationNeeded;

    /// <summary>The server has all files of an artifact.</summary>
    /// <param name="BirthIds">By path, the server's id of the artifact that brought the file first.</param>
    public sealed record ArtifactFilesSent(ImmutableDictionary<string, string> BirthIds) : INoSerializationVerificationNeeded;

    /// <summary>A file of an artifact cannot be sent, and so the artifact cannot.</summary>
    public sealed record ArtifactFileRefused(string Reason) : INoSerializationVerificationNeeded;

    /// <summary>A file that went in parts has reached its storage.</summary>
    public sealed record FilePartsSent(string Name) : INoSerializationVerificationNeeded;
}
