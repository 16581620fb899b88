using Akka.Actor;
using WandbActors.Actors.Bookmarks;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.CallProtocol;
using static WandbActors.Actors.Uploading.RegistrationProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Makes a run known to the server: what there is of it, if it goes on; then the registration; then what the server can do. Ends when
/// its parent has been told, or with the refusal of a call without which nothing can be sent.
/// </summary>
internal sealed class RegistrationActor : HandlerActor
{
    private const string Resuming = "the resumption of the run";
    private const string Registration = "the registration of the run";
    private const string Features = "what the server can do";

    // With the waits of a call's retries about 5 minutes: a server that counts late has counted by then.
    private const int MaxShortAnswers = 10;

    private readonly UploadJob _job;
    private readonly RunUpsert _run;
    private readonly bool _isSoFarUnknown;
    private LineCounts? _lines;
    private RunSoFar? _soFar;
    private RegisteredRun _registered = null!;

    public RegistrationActor(UploadJob job, RunUpsert run, LineCounts? leastLines, bool isSoFarUnknown)
    {
        _job = job;
        _run = run;
        _isSoFarUnknown = isSoFarUnknown;

        Receive<CallSucceeded<ResumeStatus>>(answer => Handle(answer.Value));
        Receive<CallSucceeded<RegisteredRun>>(answer => Handle(answer.Value));
        Receive<CallSucceeded<ServerFeatures>>(answer => Open(answer.Value));
        Receive<CallRefused>(Handle);
        Receive<CallDelayed>(Context.Parent.Forward);

        if (leastLines is { } least)
            Ask(least);
        else
            Register(run);
    }

    /// <param name="job">The log, and where it goes.</param>
    /// <param name="run">The run as it is to be registered.</param>
    /// <param name="leastLines">What the server must have of a run that goes on; <c>null</c> when nobody has to ask what it has.</param>
    /// <param name="isSoFarUnknown">Whether the log of a run that goes on does not know what earlier attempts have made of it.</param>
    public static Props PropsFor(UploadJob job, RunUpsert run, LineCounts? leastLines, bool isSoFarUnknown = false) =>
        Props.Of(() => new RegistrationActor(job, run, leastLines, isSoFarUnknown));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    private void Ask(LineCounts least)
    {
        var shortAnswers = 0;
        Context.ActorOf(_job.Call(Resuming, async cancellation =>
        {
            var outcome = await _job.Registration.ResumeStatusAsync(_run.Entity, _run.Project, _run.Name, cancellation).ConfigureAwait(false);
            if (outcome is not CallOutcome<ResumeStatus>.Success { Value: var status } || ShortageOf(LinesOf(status), least) is not { } shortage)
                return outcome;
            return ++shortAnswers < MaxShortAnswers
                ? new CallOutcome<ResumeStatus>.Retry(null, shortage)
                : new CallOutcome<ResumeStatus>.Fatal(0, $"{shortage}. Behind a gap nothing can be sent. {Cure}");
        }));
    }

    private static string Cure =>
        $"If the run was deleted there, delete {BookmarkJournal.FileName} from the directory of each earlier attempt and run wandb-actors sync: they are sent again";

    private static string? ShortageOf(LineCounts lines, LineCounts least) => LineCounts.Max(lines, least) == lines
        ? null
        : $"it has {lines.History} of the {least.History} rows, {lines.Events} of the {least.Events} samples and {lines.Console} of the {least.Console} console lines that earlier attempts have sent";

    private static LineCounts LinesOf(ResumeStatus status) => new(status.Offsets.History, status.Offsets.Events, status.Offsets.Console);

    private void Handle(ResumeStatus status)
    {
        _lines = LinesOf(status);
        var run = _run with { Id = status.StorageId };
        if (!_isSoFarUnknown || !status.Exists)
        {
            Register(run);
            return;
        }

        // The registration replaces the server's config, so that it goes below ours at once.
        _soFar = RunSoFar.Of(status.SummaryMetrics, status.Config);
        Register(run with { Config = _soFar.ConfigBelow(run.Config) });
    }

    private void Register(RunUpsert run) => Context.ActorOf(_job.Call(Registration, cancellation =>
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
        Context.Parent.Tell(new RunOpened(_registered, features, _lines, _soFar));
        Context.Stop(Self);
    }
}
