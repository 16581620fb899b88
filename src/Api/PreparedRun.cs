using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Actors.Starting;
using WandbActors.Ending;
using WandbActors.Persistence.Buffering;
using WandbActors.Resolution;
using static WandbActors.Actors.SupervisorProtocol;

namespace WandbActors;

/// <summary>A run that has all but its actors. Once they are there it becomes a <see cref="Run"/>, or else it is abandoned.</summary>
internal sealed class PreparedRun(ResolvedRunOptions options, RunIdentity identity, RunReporter reporter) : IPreparedRun
{
    private Run? _run;

    public string RunId => identity.RunId;

    public string Project => identity.Project;

    public RunSession? Session { get; init; }

    /// <summary>Wakes the run's actor.</summary>
    public RunWaker Waker { private get; init; } = new();

    /// <summary>What was found when the run was claimed: sentences.</summary>
    public IReadOnlyList<string> Notices { private get; init; } = [];

    /// <summary>Whether the run has a list of the program's packages among its files.</summary>
    public bool ListsPackages { private get; init; }

    /// <inheritdoc cref="RunHost.ExitCodeOfHost"/>
    public Func<int>? ExitCodeOfHost { private get; init; }

    public Run Start(RunActorStarted actors, ActorSystem system)
    {
        var session = Session!;
        Waker.Actor = actors.Actor;
        session.Remarks = remark => actors.Actor.Tell(new Remark(remark), ActorRefs.NoSender);
        _run = new Run(session, actors.Actor, identity, session.Attributes, reporter)
        {
            Staging = actors.Staging,
            ResumeMemory = options.ResumeMemory,
            ListsPackages = ListsPackages,
            ExitCodeOfHost = ExitCodeOfHost,
        };
        if (options.TracesRows)
            _run.Additions.StampTraces();
        session.Buffer.Late = () => reporter.SayLate(session);
        LiveRuns.Add(_run, system);
        _run.Hear(options.Machine.Console);
        reporter.Greet(_run, session, Notices);
        return _run;
    }

    /// <summary>A run that keeps nothing. Nobody is told what changes, but it can be read.</summary>
    public Run Disabled()
    {
        var attributes = new RunAttributes((_, _) => AppendOutcome.Accepted, (_, _) => { });
        attributes.Open(OpeningRecords.Attributes(options));
        return new Run(null, ActorRefs.Nobody, identity, attributes, reporter);
    }

    /// <summary>Nothing will come of it: gives back what it holds.</summary>
    public void Abandon()
    {
        Session?.Buffer.Delete();
        Session?.Claim?.Dispose();
    }

    void IPreparedRun.Start(RunActorStarted actors, ActorSystem system) => Start(actors, system);

    void IPreparedRun.Conclude() => _run?.Conclude();
}
