using System.Collections.Immutable;
using Akka.Actor;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.ArtifactsProtocol;
using static WandbActors.Actors.Uploading.CallProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>Sends a large file in parts, several at once, and then tells the server that it is whole. Ends when its parent has been told.</summary>
internal sealed class FilePartsActor : HandlerActor
{
    private const string Completion = "the joining of its parts";

    private readonly UploadJob _job;
    private readonly StagedFile _file;
    private readonly ArtifactFilePlace _place;
    private readonly Queue<FilePart> _waiting;
    private readonly Dictionary<int, string> _answers = [];
    private int _onTheWay;

    public FilePartsActor(UploadJob job, StagedFile file, ArtifactFilePlace place)
    {
        _job = job;
        _file = file;
        _place = place;
        _waiting = new Queue<FilePart>(file.Parts);

        Receive<CallSucceeded<PutPart>>(answer => Handle(answer.Value));
        Receive<CallSucceeded<string>>(_ => End(new FilePartsSent(file.Name)));
        Receive<CallRefused>(refused => Fail($"{refused.Subject}: {refused.Reason}"));
        Receive<CallDelayed>(Context.Parent.Forward);
    }

    public static Props PropsFor(UploadJob job, StagedFile file, ArtifactFilePlace place) => Props.Of(() => new FilePartsActor(job, file, place));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    protected override void PreStart()
    {
        if (!_file.Parts.Select(part => part.Number).SequenceEqual(_place.PartUrls.Keys))
            Fail($"the server has places for {_place.PartUrls.Count} of its {_file.Parts.Length} parts");
        else
            Pump();
    }

    private void Pump()
    {
        for (; _onTheWay < _job.Settings.FileTransfers && _waiting.TryDequeue(out var part); _onTheWay++)
            Put(part, _place.PartUrls[part.Number]);
        if (_answers.Count == _file.Parts.Length)
            Context.ActorOf(_job.Call(Completion, cancellation => _job.Artifacts.CompleteAsync(_place, _answers, cancellation)));
    }

    private void Put(FilePart part, Uri url)
    {
        // The headers that came with the file are for all of it, but for the digest.
        var headers = _place.Headers
            .Where(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            .Append(KeyValuePair.Create("Content-MD5", Convert.ToBase64String(Convert.FromHexString(part.HexMD5))))
            .ToImmutableArray();
        Context.ActorOf(_job.Transfer($"part {part.Number}", cancellation => _job.Files.PutAsync(_file.Path, part, url, headers, cancellation)));
    }

    private void Handle(PutPart part)
    {
        _onTheWay--;
        if (part.ETag.Length == 0)
        {
            Fail($"the storage did not say what it calls part {part.Number}");
            return;
        }

        _answers[part.Number] = part.ETag;
        Pump();
    }

    private void Fail(string reason) => End(new CallRefused(_file.Name, reason));

    private void End(object news)
    {
        Context.Parent.Tell(news);
        Context.Stop(Self);
    }
}
