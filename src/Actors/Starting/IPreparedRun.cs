using Akka.Actor;
using static WandbActors.Actors.SupervisorProtocol;

namespace WandbActors.Actors.Starting;

/// <summary>All of a run but its actors, which the supervisor makes: its directory is there, its ring holds the opening records.</summary>
internal interface IPreparedRun
{
    string RunId { get; }

    string Project { get; }

    /// <summary>What the run consists of; <c>null</c> for one that keeps nothing.</summary>
    RunSession? Session { get; }

    /// <summary>The run's actors are there: it is alive.</summary>
    void Start(RunActorStarted actors, ActorSystem system);

    /// <summary>The run's actor has gone. Unless the program has ended the run itself, what is left to do and to say is done now.</summary>
    void Conclude();
}
