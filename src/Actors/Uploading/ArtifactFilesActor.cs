using System.Collections.Immutable;
using Akka.Actor;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.ArtifactsProtocol;
using static WandbActors.Actors.Uploading.CallProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Sends the files of one artifact, a batch at a time: reads them, asks the server where they go, and puts those that it has not got.
/// A place may have expired before its turn came, so a file that is refused is asked for once more. What cannot be sent then is the end
/// of the artifact.
/// </summary>
internal sealed class ArtifactFilesActor : HandlerActor
{
    // So many are asked for at once: the last of them still has to be sent before its place expires.
    private const int MaxBatch = 100;

    private readonly UploadJob _job;
    private readonly string _artifactId;
    private readonly string _manifestId;
    private readonly IActorRef _reader;
    private readonly Queue<ArtifactManifestEntry> _waiting;
    private readonly List<StagedFile> _read = [];
    private readonly Queue<StagedFile> _again = [];
    private readonly HashSet<string> _refused = [];
    private readonly Queue<(StagedFile File, ArtifactFilePlace Place)> _placed = [];
    private readonly Dictionary<string, StagedFile> _onTheWay = [];
    private ImmutableDictionary<string, string> _birthIds = ImmutableDictionary<string, string>.Empty;
    private IReadOnlyList<StagedFile> _asked = [];
    private int _unread;
    private bool _isAsking;

    public ArtifactFilesActor(UploadJob job, ArtifactRecord artifact, string artifactId, string manifestId)
    {
        _job = job;
        _artifactId = artifactId;
        _manifestId = manifestId;
        _reader = Context.ActorOf(StagedFilesActor.PropsFor(job, artifact), "reader");
        _waiting = new Queue<ArtifactManifestEntry>(artifact.Manifest.Contents.Where(IsSent));

        Receive<StagedFileRead>(Handle);
        Receive<ArtifactFileRefused>(End);
        Receive<CallSucceeded<IReadOnlyList<ArtifactFilePlace>>>(answer => Handle(answer.Value));
        Receive<CallSucceeded<long>>(sent => Sent(sent.Subject));
        Receive<FilePartsSent>(sent => Sent(sent.Name));
        Receive<CallRefused>(Handle);
        Receive<CallDelayed>(Context.Parent.Forward);
    }

    public static Props PropsFor(UploadJob job, ArtifactRecord artifact, string artifactId, string manifestId) =>
        Props.Of(() => new ArtifactFilesActor(job, artifact, artifactId, manifestId));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    protected override void PreStart() => Pump();

    // A reference has no bytes; one without a place here is in an earlier version.
    private static bool IsSent(ArtifactManifestEntry entry) => entry.Ref.Length == 0 && entry.LocalPath.Length > 0;

    private void Pump()
    {
        while (_onTheWay.Count < _job.Settings.FileTransfers && _placed.TryDequeue(out var next))
            Put(next.File, next.Place);
        if (_isAsking || _placed.Count > 0)
            return;

        if (_waiting.Count > 0)
            ReadBatch();
        else if (_again.Count > 0)
            AskAgain();
        else if (_onTheWay.Count == 0)
            End(new ArtifactFilesSent(_birthIds));
    }

    private void AskAgain()
    {
        var files = _again.ToList();
        _again.Clear();
        Ask(files);
    }

    private void ReadBatch()
    {
        _isAsking = true;
        _read.Clear();
        for (_unread = 0; _unread < MaxBatch && _waiting.TryDequeue(out var entry); _unread++)
            _reader.Tell(new ReadStagedFile(entry));
    }

    private void Handle(StagedFileRead read)
    {
        _read.Add(read.File);
        if (--_unread == 0)
            Ask([.. _read]);
    }

    private void Ask(IReadOnlyList<StagedFile> files)
    {
        _isAsking = true;
        _asked = files;
        Context.ActorOf(_job.Call("the places of its files", cancellation => _job.Artifacts.CreateFilesAsync(_artifactId, _manifestId, files, cancellation)));
    }

    private void Handle(IReadOnlyList<ArtifactFilePlace> places)
    {
        _isAsking = false;
        foreach (var (file, place) in _asked.Zip(places))
        {
            _birthIds = _birthIds.SetItem(file.Name, place.ArtifactId);
            if (!place.IsThere)
                _placed.Enqueue((file, place));
        }

        _asked = [];
        Pump();
    }

    private void Put(StagedFile file, ArtifactFilePlace place)
    {
        _onTheWay.Add(file.Name, file);
        Context.ActorOf(place.Url is { } url
            ? _job.Transfer(file.Name, cancellation => _job.Files.PutAsync(file.Path, url, place.Headers, cancellation))
            : FilePartsActor.PropsFor(_job, file, place));
    }

    private void Sent(string name)
    {
        _onTheWay.Remove(name);
        Pump();
    }

    private void Handle(CallRefused refused)
    {
        if (!_onTheWay.Remove(refused.Subject, out var file) || !_refused.Add(file.Name))
        {
            End(new ArtifactFileRefused($"{refused.Subject} was refused: {refused.Reason}"));
            return;
        }

        _again.Enqueue(file);
        Pump();
    }

    private void End(object news)
    {
        Context.Parent.Tell(news);
        Context.Stop(Self);
    }
}
