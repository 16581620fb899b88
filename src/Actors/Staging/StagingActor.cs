using Akka.Actor;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Staging.StagingProtocol;

namespace WandbActors.Actors.Staging;

/// <summary>
/// Copies and hashes files for a run, one piece of work after the other, on threads that nothing else waits for; then the run's log is told.
/// A piece that fails is said, and costs nothing else. Ends with its run.
/// </summary>
internal sealed class StagingActor : ReceiveActor
{
    private readonly RunSession _session;
    private readonly IActorRef _run;

    public StagingActor(RunSession session, IActorRef run)
    {
        _session = session;
        _run = run;

        Receive<StageArtifact>(Handle);
        Receive<Terminated>(_ => Context.Stop(Self));
    }

    public static Props PropsFor(RunSession session, IActorRef run) =>
        Props.Create(() => new StagingActor(session, run)).WithDispatcher(Settings.WandbSettings.StagingDispatcher);

    protected override void PreStart() => Context.Watch(_run);

    private void Handle(StageArtifact stage)
    {
        var problem = Do(() => Log(stage));
        if (problem is not null)
            _run.Tell(new Remark($"The artifact {stage.Draft.Name} was not logged: {problem}"));
        Sender.Tell(new ArtifactStaged(problem));
    }

    private void Log(StageArtifact stage)
    {
        var place = StagedArtifact.Of(_session.Directory.Path, stage.Draft.ClientId);
        var entries = new List<ArtifactManifestEntry>();
        foreach (var content in stage.Contents)
        {
            if (_session.Pending.IsAbandoned)
                break;
            entries.Add(content.Stage(place));
        }

        Append(new Record { Artifact = stage.Draft.ToRecord(entries) });
    }

    private void Append(Record record)
    {
        if (_session.Pending.IsAbandoned)
            throw new IOException("the run has ended before it was copied");

        _session.Append(record);
    }

    // Whatever goes wrong: an actor that fails would forget that somebody waits.
    private string? Do(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (Exception failure)
        {
            return failure.Message;
        }
        finally
        {
            _session.Pending.End();
        }
    }
}
