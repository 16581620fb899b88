using Akka.Actor;
using WandbActors.Actors.Starting;
using WandbActors.Actors.Uploading;

namespace WandbActors.Actors;

/// <summary>What <see cref="RunSupervisorActor"/> is told within its process, beside the public protocol: sessions hold memory and keys.</summary>
internal static class SupervisorProtocol
{
    /// <summary>Starts a run's actors. Answered by <see cref="RunActorStarted"/>.</summary>
    public sealed record StartRunActor(RunSession Session) : INoSerializationVerificationNeeded;

    /// <summary>The run's actors are there.</summary>
    /// <param name="Actor">The run's own.</param>
    /// <param name="Staging">The one that copies files for it.</param>
    public sealed record RunActorStarted(IActorRef Actor, IActorRef Staging) : INoSerializationVerificationNeeded;

    /// <summary>A run that goes on from an earlier one has found out where.</summary>
    public sealed record RunPrepared(IPreparedRun Run) : INoSerializationVerificationNeeded;

    /// <summary>Sends a finished or abandoned log. The asker gets the uploader's news and at the end a <see cref="SyncProtocol.LogSent"/>.</summary>
    public sealed record StartSync(UploadJob Job) : INoSerializationVerificationNeeded;
}
