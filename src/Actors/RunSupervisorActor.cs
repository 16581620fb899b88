using Akka.Actor;
using Akka.Event;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Staging;
using WandbActors.Actors.Starting;
using WandbActors.Actors.Subscribing;
using WandbActors.Actors.Threads;
using WandbActors.Actors.Uploading;
using static WandbActors.Actors.SupervisorProtocol;

namespace WandbActors.Actors;

/// <summary>
/// The parent of all runs of one actor system, and the door for those who start runs by message. A run's actor that fails is restarted:
/// what it needs is in its ring and its log, not in it. This one must not fail, since all runs would stop with it: what makes no sense is left unhandled.
/// A run that does not go on from an earlier one starts within one turn of this actor.
/// </summary>
internal sealed class RunSupervisorActor : HandlerActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Func<RunOptions, Task<IPreparedRun>> _prepare;
    private readonly OrderedDictionary<IActorRef, LiveRun> _live = [];
    private readonly RunAudience _audience = new(); // of all runs

    public RunSupervisorActor(Func<RunOptions, Task<IPreparedRun>> prepare)
    {
        _prepare = prepare;
        Receive<StartRun>(start => start.Options is not null, Handle);
        Receive<RunPrepared>(prepared => Start(prepared.Run));
        Receive<RunRefused>(refused => Sender.Tell(refused));
        Receive<FindRun>(find => find.RunId is not null, Handle);
        Receive<GetRuns>(_ => Sender.Tell(Describe()));
        Receive<SubscribeToRuns>(subscribe => subscribe.Subscriber is not null, Handle);
        Receive<UnsubscribeFromRuns>(unsubscribe => unsubscribe.Subscriber is not null, Handle);
        Receive<StartRunActor>(start => Sender.Tell(StartActors(start.Session, prepared: null)));
        Receive<StartSync>(Handle);
        Receive<Terminated>(Handle);
    }

    /// <param name="prepare">Makes all of a run but its actors; fails with what is wrong with the options.</param>
    public static Props PropsFor(Func<RunOptions, Task<IPreparedRun>> prepare) =>
        Props.Of(() => new RunSupervisorActor(prepare)).WithMailbox(EnduringMailbox.Id);

    private IEnumerable<LiveRun> Live => _live.Values.Where(run => !run.HasEnded);

    private void Handle(StartRun start)
    {
        var preparing = _prepare(start.Options);
        if (preparing.IsCompletedSuccessfully)
            Start(preparing.Result);
        else if (preparing.Exception is { } problem)
            Sender.Tell(Refusal(start, problem));
        else
            preparing.PipeTo(Self, Sender, run => new RunPrepared(run), failure => Refusal(start, failure));
    }

    private void Start(IPreparedRun prepared)
    {
        var actor = prepared.Session is { } session ? Start(session, prepared) : StartDisabled(prepared);
        Sender.Tell(_live[actor].Describe());
    }

    private IActorRef Start(RunSession session, IPreparedRun prepared)
    {
        var actors = StartActors(session, prepared);
        Try(() => prepared.Start(actors, Context.System), prepared.RunId);
        return actors.Actor;
    }

    private IActorRef StartDisabled(IPreparedRun prepared)
    {
        var actor = Context.Watch(Context.ActorOf(DisabledRunActor.PropsFor(prepared)));
        foreach (var subscriber in _audience.Subscribers)
            actor.Tell(new SubscribeToRuns(subscriber), ActorRefs.NoSender);
        Announce(LiveRun.Disabled(prepared, actor));
        return actor;
    }

    private RunActorStarted StartActors(RunSession session, IPreparedRun? prepared)
    {
        foreach (var subscriber in _audience.Subscribers)
            session.Audience.Add(subscriber);
        var name = NameOf(session.Id.Value, session.LogGuid);
        var run = Context.Watch(Context.ActorOf(RunActor.PropsFor(session), name));
        Announce(LiveRun.Of(session, run, prepared));
        // Beside the run's actor and not below it, so that what waits to be copied outlives that actor's restart.
        var staging = Context.ActorOf(StagingActor.PropsFor(session, run), $"{name}-staging");
        return new RunActorStarted(run, staging);
    }

    private void Announce(LiveRun run)
    {
        _live.Add(run.Description.Actor, run);
        _audience.Tell(run.Describe());
    }

    private RunList Describe() => new([.. Live.Select(run => run.Describe())]);

    // The news come from the runs themselves, so that the end of a run comes behind them.
    private void Handle(SubscribeToRuns subscribe)
    {
        Sender.Tell(Describe());
        if (!_audience.Add(Context.Watch(subscribe.Subscriber)))
            return;

        foreach (var run in Live)
            run.Description.Actor.Tell(subscribe, ActorRefs.NoSender);
    }

    private void Handle(UnsubscribeFromRuns unsubscribe)
    {
        if (_audience.Remove(unsubscribe.Subscriber))
            Context.Unwatch(unsubscribe.Subscriber);
        foreach (var run in Live)
            run.Description.Actor.Tell(unsubscribe);
    }

    private void Handle(Terminated ended)
    {
        _audience.Remove(ended.ActorRef);
        if (_live.Remove(ended.ActorRef, out var run) && run.Prepared is { } prepared)
            Try(prepared.Conclude, prepared.RunId);
    }

    private void Handle(FindRun find)
    {
        if (Live.LastOrDefault(run => run.Description.RunId == find.RunId) is { } found)
        {
            Sender.Tell(found.Describe());
            return;
        }

        var near = Spelling.Nearest(find.RunId, Live.Select(run => run.Description.RunId));
        Sender.Tell(new RunRefused(find.RunId, $"No run {find.RunId} is alive here{(near is null ? "" : $": did you mean {near}?")}"));
    }

    // What it says goes to a terminal, which may have gone.
    private void Try(Action speak, string runId)
    {
        try
        {
            speak();
        }
        catch (Exception failure)
        {
            _log.Warning(failure, "Run {0} goes its way, but not all of it could be said", runId);
        }
    }

    private void Handle(StartSync start) =>
        Context.ActorOf(SyncActor.PropsFor(start.Job, Sender));

    private static RunRefused Refusal(StartRun start, Exception problem) => new(start.Options.RunId, problem.GetBaseException().Message);

    // Run ids may hold characters that actor paths do not allow; the guid keeps two attempts at one run apart.
    private static string NameOf(string runId, Guid log) => $"run-{Uri.EscapeDataString(runId)}-{log:N}";
}
