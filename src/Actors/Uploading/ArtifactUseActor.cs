using Akka.Actor;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.ArtifactsProtocol;
using static WandbActors.Actors.Uploading.CallProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Tells the server that the run uses an artifact, which the log names by the server's id, by a client's id or by its name. Telling it
/// again changes nothing. Ends when its parent has been told.
/// </summary>
internal sealed class ArtifactUseActor : HandlerActor
{
    private readonly UploadJob _job;
    private readonly RunPath _run;
    private readonly ArtifactErrand.Use _errand;
    private long? _version;

    public ArtifactUseActor(UploadJob job, RunPath run, ArtifactErrand.Use errand)
    {
        _job = job;
        _run = run;
        _errand = errand;

        Receive<CallSucceeded<NamedArtifact>>(answer => Use(answer.Value.Id, answer.Value.Version));
        Receive<CallSucceeded<string>>(answer => Use(answer.Value, null));
        Receive<CallSucceeded<UsedArtifact>>(answer => Settle(new ArtifactSettled(errand, answer.Value.Id, _version, null)));
        Receive<CallRefused>(refused => Fail($"{refused.Subject} was refused: {refused.Reason}"));
        Receive<CallDelayed>(Context.Parent.Forward);
    }

    public static Props PropsFor(UploadJob job, RunPath run, ArtifactErrand.Use errand) => Props.Of(() => new ArtifactUseActor(job, run, errand));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    protected override void PreStart()
    {
        var (id, name) = (_errand.Record.Id, _errand.Record.Name);
        if (ArtifactId.IsValid(id))
            Call("its id", cancellation => _job.Artifacts.FindAsync(id, cancellation));
        else if (id.Length > 0)
            Use(id, null);
        else
            Call("its name", cancellation => _job.Artifacts.FindAsync(ArtifactPath.Of(name, _run), cancellation));
    }

    private void Use(string id, long? version)
    {
        _version = version;
        if (id.Length == 0)
            Fail("the server knows no such artifact");
        else
            Call("it", cancellation => _job.Artifacts.UseAsync(_run, id, cancellation));
    }

    private void Call<T>(string subject, Func<CancellationToken, Task<CallOutcome<T>>> call) => Context.ActorOf(_job.Call(subject, call));

    private void Fail(string problem) => Settle(new ArtifactSettled(_errand, null, null, problem));

    private void Settle(ArtifactSettled settled)
    {
        Context.Parent.Tell(settled);
        Context.Stop(Self);
    }
}
