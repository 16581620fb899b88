using Akka.Actor;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Staging.StagingProtocol;

namespace WandbActors.Actors.Staging;

/// <summary>
/// Copies and hashes files for a run, one piece of work after the other, on threads that nothing else waits for; then the run's log is told.
/// A piece that fails is said and counted, and costs nothing else. Ends with its run.
/// </summary>
internal sealed class StagingActor : HandlerActor
{
    private readonly RunSession _session;
    private readonly IActorRef _run;
    private readonly Dictionary<SavedFile, FilesItem.Types.PolicyType> _linked = [];

    public StagingActor(RunSession session, IActorRef run)
    {
        _session = session;
        _run = run;

        Receive<StageArtifact>(Handle);
        Receive<SaveFiles>(save => Say(Do(save.Files.Length, () => Save(save)), "Files were not saved"));
        Receive<CloseLinked>(_ => Say(Do(0, Close), "Saved files were not copied"));
        Receive<Terminated>(_ => Context.Stop(Self));
    }

    public static Props PropsFor(RunSession session, IActorRef run) =>
        Props.Of(() => new StagingActor(session, run)).WithDispatcher(Settings.WandbSettings.StagingDispatcher);

    protected override void PreStart() => Context.Watch(_run);

    private void Handle(StageArtifact stage)
    {
        var problem = Do(1, () => Log(stage));
        Say(problem, $"The artifact {stage.Draft.Name} was not logged");
        Sender.Tell(new ArtifactStaged(problem));
    }

    private int Log(StageArtifact stage)
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
        return 0;
    }

    private int Save(SaveFiles save)
    {
        var saved = new FilesRecord();
        foreach (var file in save.Files)
        {
            if (TryEach(file, () => Place(file, save.Policy)))
                saved.Files.Add(new FilesItem { Path = file.Name, Policy = save.Policy });
        }

        _session.NoteFeatures(new Feature { Save = true });
        Append(new Record { Files = saved });
        return save.Files.Length - saved.Files.Count;
    }

    private void Place(SavedFile file, FilesItem.Types.PolicyType policy)
    {
        if (policy == FilesItem.Types.PolicyType.Now)
            file.CopyTo(_session.Directory.FilesPath);
        else if (file.LinkIn(_session.Directory.FilesPath))
            _linked[file] = policy;
    }

    // An offline run may be sent from elsewhere, or when the program's files have changed. An online one has sent live files before; what is to be
    // sent at the end alone is lost if it is gone by then.
    private int Close()
    {
        var isOffline = _session.Target is null;
        var lost = _linked
            .Where(linked => isOffline || linked.Value == FilesItem.Types.PolicyType.End)
            .TakeWhile(_ => !_session.Pending.IsAbandoned)
            .Count(linked => !TryEach(linked.Key, () => Close(linked.Key, isOffline)));
        _linked.Clear();
        return lost;
    }

    private void Close(SavedFile file, bool isCopied)
    {
        if (isCopied)
            file.CopyTo(_session.Directory.FilesPath);
        else if (!File.Exists(file.Source))
            throw new FileNotFoundException("it is gone at the end of the run");
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
    // What the work gives is how many of its files are lost.
    private string? Do(int files, Func<int> work)
    {
        var lost = files;
        try
        {
            lost = work();
            return null;
        }
        catch (Exception failure)
        {
            return failure.Message;
        }
        finally
        {
            _session.Pending.End(files, lost);
        }
    }
}
