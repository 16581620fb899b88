using Akka.Actor;
using WandbActors.Actors.Recovering;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.CallProtocol;
using static WandbActors.Actors.Uploading.OpeningProtocol;
using static WandbActors.Actors.Uploading.RegistrationProtocol;
using static WandbActors.Actors.Uploading.SyncProtocol;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// What comes before a log's first line: finds where its lines begin on the server, and registers its run. Where they begin is looked for
/// once in a log's life: later the bookmark knows, or the file beside the log. For a run that goes on from a log that is here, that one is
/// sent first, by its own uploader, which does the same for the one before it; only without one is the server's count taken as it is.
/// </summary>
internal sealed class OpeningActor : HandlerActor
{
    private readonly UploadJob _job;
    private readonly IActorRef _owner;
    private readonly RunUpsert _run;
    private readonly LineCounts? _knownBases;
    private LogPast _past = null!;
    private SyncState _state = null!;
    private ChainedLog? _earlier;
    private LineCounts _earlierEnd;

    public OpeningActor(UploadJob job, IActorRef owner, RunUpsert run, LineCounts? knownBases)
    {
        _job = job;
        _owner = owner;
        _run = run;
        _knownBases = knownBases;

        Receive<Look>(_ => LookBack());
        Receive<LogProgressed>(_ => owner.Tell(new UploadProgressed(0, 0, 0))); // nothing of this log yet
        Receive<UploadWaiting>(owner.Forward);
        Receive<LogSent>(Handle);
        Receive<RunOpened>(Handle);
        Receive<CallDelayed>(Context.Parent.Forward);
        Receive<CallRefused>(Context.Parent.Forward);
    }

    /// <param name="job">The log, and where it goes.</param>
    /// <param name="owner">Who is told how the earlier logs fare: the uploader's owner.</param>
    /// <param name="run">The run as it is to be registered.</param>
    /// <param name="knownBases">Where the log's lines begin, if the bookmark knows.</param>
    public static Props PropsFor(UploadJob job, IActorRef owner, RunUpsert run, LineCounts? knownBases) =>
        Props.Of(() => new OpeningActor(job, owner, run, knownBases));

    protected override SupervisorStrategy SupervisorStrategy() => ChildFailures.Escalate;

    protected override void PreStart() => Self.Tell(Look.Instance);

    private void LookBack()
    {
        _past = LogPast.Of(_job);
        _state = _past.State(_knownBases);
        _earlier = _state.Bases is null ? _past.Before : null;
        if (_past.Rewind is { } rewind)
            Context.Parent.Tell(new UploadStopped($"{rewind.Directory}, a later attempt, has taken the run back to step {rewind.Run.BranchPoint.Value}: what else this one holds is no part of the run"));
        else if (_earlier is null)
            Register(leastLines: _past.GoesOn && (_state.Bases is null || _past.IsSoFarUnknown) ? default(LineCounts) : null);
        else if (LeftBehindRun.In(_earlier.Directory) is not null)
            Stop($"has to be recovered first: run `wandb-actors recover {_earlier.Directory}`");
        else
            Context.ActorOf(SyncActor.PropsFor(UploadJob.ToSync(_earlier.Path, _earlier.Identity, _job.Target, _job.Settings, _job.Time, _job.Rewrite), Self), "earlier");
    }

    private void Handle(LogSent sent)
    {
        var path = _earlier!.Path;
        foreach (var remark in sent.Remarks)
            _owner.Tell(new Remark($"{path}, an earlier attempt at this run: {remark}"));
        if (sent.Problem is { } problem)
        {
            Stop($"was not sent: {problem}");
            return;
        }

        _earlierEnd = sent.Bases + LogExtent.Read(path, _job.Place).Lines;
        Register(_earlierEnd);
    }

    private void Stop(string problem) => Context.Parent.Tell(new UploadStopped($"{_earlier!.Path}, an earlier attempt at this run, comes first and {problem}"));

    private void Register(LineCounts? leastLines) =>
        Context.ActorOf(RegistrationActor.PropsFor(_job, _past.Registering(_run), leastLines, _past.IsSoFarUnknown), "registration");

    private void Handle(RunOpened opened)
    {
        // More than the earlier logs come to is somebody else's, from another machine: it stays where it is.
        if (_earlier is not null && opened.Lines!.Value is var lines && lines != _earlierEnd)
            _owner.Tell(new Remark($"{_job.Target.Address} has lines of this run that no log in {_earlier.Home} accounts for: this attempt follows behind them"));
        if (_past.ForkedFrom is { } source && _state.Bases is null && opened.Run.HistoryLineCount == 0)
            _owner.Tell(new Remark($"{_job.Target.Address} has not copied the rows of {source}: the fork begins with its own"));

        // Of a fork the server has the rows that it has copied.
        var bases = _state.Bases ?? opened.Lines ?? new LineCounts(opened.Run.HistoryLineCount, 0, 0);
        var state = _state with { Bases = bases, SoFar = _state.SoFar ?? opened.SoFar };
        Context.Parent.Tell(new LogOpened(opened.Run, opened.Features, state, _past.Beginning(state)));
        Context.Stop(Self);
    }

    private sealed class Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }
}
