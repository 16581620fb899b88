using Akka.Actor;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.CallProtocol;
using static WandbActors.Actors.Uploading.RegistrationProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Makes a run known to the server: what there is of it, if it goes on; then the registration; then what the server can do. Ends when
/// its parent has been told, or with the refusal of a call without which nothing can be sent.
/// </summary>
internal sealed class RegistrationActor : ReceiveActor
{
    private const string Resuming = "what the server has of the run";
    private const string Registration = "the registration of the run";
    private const string Features = "what the server can do";

    private readonly UploadJob _job;
    private readonly RunUpsert _run;
    private FileStreamOffsets? _lines;
    private RegisteredRun _registered = null!;

    public RegistrationActor(UploadJob job, RunUpsert run, bool asksForLines)
    {
        _job = job;
        _run = run;

        Receive<CallSucceeded<ResumeStatus>>(answer => Handle(answer.Value));
        Receive<CallSucceeded<RegisteredRun>>(answer => Handle(answer.Value));
        Receive<CallSucceeded<ServerFeatures>>(answer => Open(answer.Value));
        Receive<CallRefused>(Handle);
        Receive<CallDelayed>(Context.Parent.Forward);

        if (asksForLines)
            Ask();
        else
            Register(run);
    }

    public static Props PropsFor(UploadJob job, RunUpsert run, bool asksForLines) =>
        Props.Create(() => new RegistrationActor(job, run, asksForLines));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    private void Ask() => Context.ActorOf(_job.VitalCall(Resuming, cancellation =>
        _job.Registration.ResumeStatusAsync(_run.Entity, _run.Project, _run.Name, cancellation)));

    private void Handle(ResumeStatus status)
    {
        _lines = status.Offsets;
        Register(_run with { Id = status.StorageId });
    }

    private void Register(RunUpsert run) => Context.ActorOf(_job.VitalCall(Registration, cancellation =>
        _job.Registration.UpsertAsync(run, cancellation)));

    private void Handle(RegisteredRun registered)
    {
        _registered = registered;
        Context.ActorOf(_job.Call(Features, _job.Registration.FeaturesAsync));
    }

    private void Handle(CallRefused refused)
    {
        if (refused.Subject == Features)
        {
            Open(ServerFeatures.None);
            return;
        }

        Context.Parent.Tell(refused);
        Context.Stop(Self);
    }

    private void Open(ServerFeatures features)
    {
        Context.Parent.Tell(new RunOpened(_registered, features, _lines));
        Context.Stop(Self);
    }
}
