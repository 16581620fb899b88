using System.Collections.Immutable;
using Akka.Actor;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>The messages between the uploader and its <see cref="ErrandsActor"/>. They stay in the process.</summary>
internal static class ErrandsProtocol
{
    /// <summary>What a batch has to tell the server besides its lines.</summary>
    public sealed record RunErrands(RunUpsert? Change, ImmutableArray<RunFile> Files, ImmutableArray<RunAlert> Alerts, ImmutableArray<ArtifactErrand> Artifacts)
        : INoSerializationVerificationNeeded;

    /// <summary>No more will come: what was collected goes now. Answered by <see cref="ErrandsDone"/>.</summary>
    public sealed record FinishErrands : INoSerializationVerificationNeeded;

    /// <summary>Every errand has succeeded or failed for good.</summary>
    public sealed record ErrandsDone : INoSerializationVerificationNeeded;

    /// <summary>The server has taken an alert or an artifact, or refused it for good.</summary>
    public sealed record ErrandSettled : INoSerializationVerificationNeeded;

    /// <summary>The server has refused something that the run can do without.</summary>
    public sealed record ErrandFailed(string Reason) : INoSerializationVerificationNeeded;
}
