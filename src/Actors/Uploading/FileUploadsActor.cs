using Akka.Actor;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.CallProtocol;
using static WandbActors.Actors.Uploading.FileUploadsProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Sends a run's files: asks the server where they go, a batch at a time, then puts each there, several at once. A place may have expired while the
/// server was away, so a file that is refused is asked for once more; one that fails then is given up alone. Live files are looked at again and again, and sent when they have changed and then stood still.
/// </summary>
internal sealed class FileUploadsActor : HandlerActor, IWithTimers
{
    // One question for so many files: more would make one refused name cost too many others.
    private const int MaxBatch = 100;
    private const string Destinations = "the places of the run's files";

    private readonly UploadJob _job;
    private readonly RunPath _run;
    private readonly Dictionary<string, RunFile> _waiting = [];
    private readonly Dictionary<string, RunFile> _asked = [];
    private readonly Queue<(RunFile File, Uri Url)> _placed = [];
    private readonly Dictionary<string, RunFile> _onTheWay = [];
    private readonly HashSet<string> _refused = [];
    private readonly Dictionary<string, SentFile> _sent = [];
    private readonly Dictionary<string, FileStamp?> _live = []; // and what they were at the last look
    private readonly Dictionary<string, FileStamp?> _givenUp = []; // and what they were then
    private FileDestinations? _destinations;
    private int _orders;

    public FileUploadsActor(UploadJob job, RunPath run)
    {
        _job = job;
        _run = run;

        Receive<SendFiles>(Handle);
        Receive<CallSucceeded<FileDestinations>>(Handle);
        Receive<CallSucceeded<SentFile>>(Handle);
        Receive<LookAtLiveFiles>(_ => Look());
        Receive<CallRefused>(Handle);
        Receive<CallDelayed>(Context.Parent.Forward);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(UploadJob job, RunPath run) => Props.Of(() => new FileUploadsActor(job, run));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    private void Handle(SendFiles send)
    {
        _orders++;
        foreach (var file in send.Files)
        {
            if (file.Content is not null || IsNews(file.Name, FileStamp.Of(_job.PathOf(file.Name))))
                _waiting[file.Name] = file;
            if (file.IsLive)
                Watch(file.Name);
        }

        Pump();
    }

    // A file that looks as it did when it was sent needs no second look.
    private bool IsNews(string name, FileStamp? stamp) => stamp is not null && !(_sent.TryGetValue(name, out var sent) && sent.Stamp == stamp);

    private void Watch(string name)
    {
        // Nobody changes the files of a run that is over.
        if (!_job.IsSync && _live.TryAdd(name, null) && _live.Count == 1)
            Timers.StartPeriodicTimer(nameof(LookAtLiveFiles), LookAtLiveFiles.Instance, _job.Settings.LiveFilePeriod);
    }

    private void Look()
    {
        foreach (var name in _live.Keys.ToList())
        {
            // One that is just being written would be sent half, and then again.
            var stamp = FileStamp.Of(_job.PathOf(name));
            if (stamp == _live[name] && IsNews(name, stamp) && !_onTheWay.ContainsKey(name) && !IsGivenUp(name, stamp))
                _waiting[name] = new RunFile(name);
            _live[name] = stamp;
        }

        Pump();
    }

    private void Pump()
    {
        if (_asked.Count == 0 && _placed.Count == 0)
            Ask();
        while (_onTheWay.Count < _job.Settings.FileTransfers && _placed.TryDequeue(out var next))
            Put(next.File, next.Url);
        if (_waiting.Count == 0 && _asked.Count == 0 && _placed.Count == 0 && _onTheWay.Count == 0)
            Context.Parent.Tell(new FilesIdle(_orders));
    }

    private void Ask()
    {
        // A file that is still on its way is asked for again when that is over: two transfers of one file would race.
        foreach (var file in _waiting.Values.Where(file => !_onTheWay.ContainsKey(file.Name)).Take(MaxBatch).ToList())
        {
            _waiting.Remove(file.Name);
            _asked.Add(file.Name, file);
        }

        if (_asked.Count == 0)
            return;

        var names = _asked.Keys.ToArray();
        Context.ActorOf(_job.Call(Destinations, cancellation => _job.Registration.CreateFilesAsync(_run, names, cancellation)));
    }

    private void Handle(CallSucceeded<FileDestinations> answered)
    {
        _destinations = answered.Value;
        foreach (var file in _asked.Values)
        {
            // No URL: the server has it.
            if (_destinations.Urls[file.Name] is { } url)
                _placed.Enqueue((file, url));
            else
                Context.Parent.Tell(new FileSent(file.Name));
        }

        _asked.Clear();
        Pump();
    }

    private void Put(RunFile file, Uri url)
    {
        if (!TryWrite(file, out var path, out var problem))
        {
            Done(file.Name, new FileGivenUp(file.Name, problem));
            return;
        }

        _onTheWay.Add(file.Name, file);
        var headers = _destinations!.Headers;
        var (known, isLive) = (_sent.GetValueOrDefault(file.Name)?.Digest, _live.ContainsKey(file.Name));
        Context.ActorOf(_job.Transfer(file.Name, cancellation => SentFile.PutAsync(_job.Files, path, url, headers, known, isLive, cancellation)));
    }

    private bool TryWrite(RunFile file, out string path, out string problem)
    {
        path = _job.PathOf(file.Name);
        problem = "";
        if (file.Content is not { } content)
            return true;

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            RunFiles.Unlink(path);
            File.WriteAllBytes(path, content.Span);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = failure.Message;
            return false;
        }
    }

    private void Handle(CallSucceeded<SentFile> sent)
    {
        _sent[sent.Subject] = sent.Value;
        _refused.Remove(sent.Subject);
        Done(sent.Subject, new FileSent(sent.Subject));
    }

    private void Handle(CallRefused refused)
    {
        if (refused.Subject != Destinations)
        {
            Refuse(refused);
            return;
        }

        foreach (var name in _asked.Keys)
            Context.Parent.Tell(GiveUp(name, refused.Reason));
        _asked.Clear();
        Pump();
    }

    private void Refuse(CallRefused refused)
    {
        if (!_refused.Add(refused.Subject))
        {
            _refused.Remove(refused.Subject);
            Done(refused.Subject, GiveUp(refused.Subject, refused.Reason));
            return;
        }

        _onTheWay.Remove(refused.Subject, out var file);
        _waiting.TryAdd(refused.Subject, file!);
        Pump();
    }

    // A live file that was refused is tried again when it has changed, and at the end.
    private FileGivenUp GiveUp(string name, string reason)
    {
        _givenUp[name] = FileStamp.Of(_job.PathOf(name));
        return new FileGivenUp(name, reason);
    }

    private bool IsGivenUp(string name, FileStamp? stamp) => _givenUp.TryGetValue(name, out var then) && then == stamp;

    private void Done(string name, object news)
    {
        _onTheWay.Remove(name);
        Context.Parent.Tell(news);
        Pump();
    }

    private sealed class LookAtLiveFiles : INoSerializationVerificationNeeded
    {
        public static readonly LookAtLiveFiles Instance = new();
    }
}
