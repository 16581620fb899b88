using System.Collections.Immutable;
using Akka.Actor;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.ArtifactsProtocol;
using static WandbActors.Actors.Uploading.CallProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Gives the server one artifact, step by step: creates it, sends its files, then its manifest, and commits it. A server that has it, from
/// an earlier try or because nothing has changed since the version before, says so at the first step, and nothing else is done. Ends when
/// its parent has been told.
/// </summary>
internal sealed class ArtifactActor : HandlerActor
{
    private readonly UploadJob _job;
    private readonly RunPath _run;
    private readonly ArtifactErrand.Log _errand;
    private readonly Queue<string> _unresolved; // client ids that references name
    private readonly Dictionary<string, string> _serverIds = [];
    private CreatedArtifact _created = null!;
    private ImmutableDictionary<string, string>? _birthIds;
    private byte[] _manifest = [];
    private string _manifestId = "";
    private long? _version;

    public ArtifactActor(UploadJob job, RunPath run, ArtifactErrand.Log errand)
    {
        _job = job;
        _run = run;
        _errand = errand;
        _unresolved = new Queue<string>(ArtifactReference.ClientIdsIn(Artifact.Manifest));

        Receive<CallSucceeded<CreatedArtifact>>(answer => Handle(answer.Value));
        Receive<CallSucceeded<ArtifactManifestPlace>>(answer => Handle(answer.Value));
        Receive<ArtifactFilesSent>(Handle);
        Receive<CallSucceeded<string>>(answer => Resolved(answer.Value));
        Receive<CallSucceeded<long>>(_ => Commit());
        Receive<CallSucceeded<CommittedArtifact>>(answer => Committed(answer.Value.Version));
        Receive<CallSucceeded<UsedArtifact>>(_ => End());
        Receive<ArtifactFileRefused>(refused => Fail(refused.Reason));
        Receive<CallRefused>(refused => Fail($"{refused.Subject} was refused: {refused.Reason}"));
        Receive<CallDelayed>(Context.Parent.Forward);
    }

    private ArtifactRecord Artifact => _errand.Record;

    public static Props PropsFor(UploadJob job, RunPath run, ArtifactErrand.Log errand) => Props.Of(() => new ArtifactActor(job, run, errand));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    protected override void PreStart()
    {
        if (FindProblem() is { } problem)
            Fail(problem);
        else
            Call("its creation", cancellation => _job.Artifacts.CreateAsync(_run, Artifact, cancellation));
    }

    // What only the official client writes, for its own means, and what nobody can send.
    private string? FindProblem() => Artifact switch
    {
        { Manifest: null } => "the log holds no manifest of it",
        { Manifest.ManifestFilePath.Length: > 0 } => $"its manifest is not in the log but in {Artifact.Manifest.ManifestFilePath}, which only the process that logged it could read",
        { DistributedId.Length: > 0 } => "it is one of several processes' parts of a distributed artifact",
        _ => ManifestFile.FindProblem(Artifact.Manifest),
    };

    private void Handle(CreatedArtifact created)
    {
        _created = created;
        if (created.IsCommitted)
            Committed(created.Version);
        else
            CreateManifest(digest: "");
    }

    private void CreateManifest(string digest) => Call("its manifest", cancellation => _job.Artifacts.CreateManifestAsync(
        _run, _created.Id, Artifact.BaseId.Length > 0 ? Artifact.BaseId : _created.LatestId, ManifestKind.Of(Artifact), digest, cancellation));

    private void UpdateManifest(string digest) => Call("its manifest", cancellation => _job.Artifacts.UpdateManifestAsync(_manifestId, digest, cancellation));

    // Announced first, since the files are told what manifest they are for; sent last, since it says which artifact brought each file.
    private void Handle(ArtifactManifestPlace place)
    {
        _manifestId = place.Id;
        if (_birthIds is null)
            Context.ActorOf(ArtifactFilesActor.PropsFor(_job, Artifact, _created.Id, place.Id), "files");
        else if (place.Url is { } url)
            Context.ActorOf(_job.Transfer("its manifest", cancellation => _job.Files.PutAsync(_manifest, url, place.Headers, cancellation)));
        else
            Fail("the server has no place for its manifest");
    }

    private void Handle(ArtifactFilesSent sent)
    {
        _birthIds = sent.BirthIds;
        ResolveNext();
    }

    private void ResolveNext()
    {
        if (_unresolved.TryPeek(out var clientId))
        {
            Call("an artifact that it refers to", cancellation => _job.Artifacts.FindAsync(clientId, cancellation));
            return;
        }

        _manifest = ManifestFile.Write(Artifact.Manifest, _birthIds!, ArtifactReference.Resolve(Artifact.Manifest, _serverIds));
        if (Artifact.IncrementalBeta1)
            UpdateManifest(ArtifactDigests.Of(_manifest));
        else
            CreateManifest(ArtifactDigests.Of(_manifest));
    }

    private void Resolved(string serverId)
    {
        var clientId = _unresolved.Dequeue();
        if (serverId.Length == 0)
        {
            Fail($"it refers to the artifact {clientId}, which the server does not know");
            return;
        }

        _serverIds[clientId] = serverId;
        ResolveNext();
    }

    private void Commit()
    {
        if (Artifact.Finalize)
            Call("its commit", cancellation => _job.Artifacts.CommitAsync(_created.Id, cancellation));
        else
            End();
    }

    private void Committed(long? version)
    {
        _version = version;
        _job.Forget(Artifact);
        if (Artifact.UseAfterCommit)
            Call("its use", cancellation => _job.Artifacts.UseAsync(_run, _created.Id, cancellation));
        else
            End();
    }

    private void Call<T>(string subject, Func<CancellationToken, Task<CallOutcome<T>>> call) => Context.ActorOf(_job.Call(subject, call));

    private void End() => Settle(new ArtifactSettled(_errand, _created.Id, _version, null));

    private void Fail(string problem) => Settle(new ArtifactSettled(_errand, null, null, problem));

    private void Settle(ArtifactSettled settled)
    {
        Context.Parent.Tell(settled);
        Context.Stop(Self);
    }
}
