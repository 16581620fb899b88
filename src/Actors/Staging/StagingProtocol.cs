using System.Collections.Immutable;
using Akka.Actor;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Staging;

/// <summary>The messages of <see cref="StagingActor"/>. They stay in the process.</summary>
internal static class StagingProtocol
{
    /// <summary>Copies what an artifact is made of and logs it. Whoever tells it has begun it at the session first. Answered by <see cref="ArtifactStaged"/>.</summary>
    public sealed record StageArtifact(ArtifactDraft Draft, ImmutableArray<ArtifactContent> Contents) : INoSerializationVerificationNeeded;

    /// <summary>Puts files into the run's files and announces them. Whoever tells it has begun it at the session first.</summary>
    public sealed record SaveFiles(ImmutableArray<SavedFile> Files, FilesItem.Types.PolicyType Policy) : INoSerializationVerificationNeeded;

    /// <summary>
    /// The run ends: its links are replaced by what they lead to where it is to be whole without the program's own files, and those that lead nowhere
    /// are said. Whoever tells it has begun it at the session first.
    /// </summary>
    public sealed record CloseLinked : INoSerializationVerificationNeeded;

    /// <summary>An artifact has been logged: what it was made of may change.</summary>
    /// <param name="Problem">Why it was not; <c>null</c> when it was.</param>
    public sealed record ArtifactStaged(string? Problem) : INoSerializationVerificationNeeded;
}
