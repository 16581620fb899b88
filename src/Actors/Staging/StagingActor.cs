using Akka.Actor;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Files;
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
    private readonly HashSet<SavedFile> _linked = [];

    public StagingActor(RunSession session, IActorRef run)
    {
        _session = session;
        _run = run;

        Receive<StageArtifact>(Handle);
        Receive<SaveFiles>(save => Say(Do(() => Save(save)), "Files were not saved"));
        Receive<CopyLinked>(_ => Say(Do(CopyLinkedFiles), "Saved files were not copied"));
        Receive<Terminated>(_ => Context.Stop(Self));
    }

    public static Props PropsFor(RunSession session, IActorRef run) =>
        Props.Create(() => new StagingActor(session, run)).WithDispatcher(Settings.WandbSettings.StagingDispatcher);

    protected override void PreStart() => Context.Watch(_run);

    private void Handle(StageArtifact stage)
    {
        var problem = Do(() => Log(stage));
        Say(problem, $"The artifact {stage.Draft.Name} was not logged");
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

    private void Save(SaveFiles save)
    {
        var saved = new FilesRecord();
        foreach (var file in save.Files)
        {
            if (TryEach(file, () => Place(file, save.Policy)))
                saved.Files.Add(new FilesItem { Path = file.Name, Policy = save.Policy });
        }

        _session.NoteFeatures(new Feature { Save = true });
        Append(new Record { Files = saved });
    }

    private void Place(SavedFile file, FilesItem.Types.PolicyType policy)
    {
        if (policy == FilesItem.Types.PolicyType.Now)
            file.CopyTo(_session.Directory.FilesPath);
        else if (file.LinkIn(_session.Directory.FilesPath))
            _linked.Add(file);
    }

    private void CopyLinkedFiles()
    {
        foreach (var file in _linked.TakeWhile(_ => !_session.Pending.IsAbandoned))
            TryEach(file, () => file.CopyTo(_session.Directory.FilesPath));
        _linked.Clear();
    }

    private bool TryEach(SavedFile file, Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _run.Tell(new Remark($"{file.Source} could not be saved as {file.Name}: {failure.Message}"));
            return false;
        }
    }

    private void Append(Record record)
    {
        if (_session.Pending.IsAbandoned)
            throw new IOException("the run has ended before it was copied");

        _session.Append(record);
    }

    private void Say(string? problem, string what)
    {
        if (problem is not null)
            _run.Tell(new Remark($"{what}: {problem}"));
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
