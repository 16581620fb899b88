using Akka.Actor;
using Akka.Event;

namespace WandbActors.Actors.Producing;

/// <summary>
/// Brings an actor's rows into a run in another process, each once and in order: numbers them, holds them until the run has said that it
/// has them, and looks for the run again when it has gone or the connection broke. Rows that the run took while its answer was lost are told
/// again and dropped there; only when the run's own process has died in between, so that another attempt answers, they may be in the log twice.
/// </summary>
internal sealed class RowSenderActor : HandlerActor, IWithTimers
{
    private readonly ICanTell _runs;
    private readonly string _runId;
    private readonly RowSenderSettings _settings;
    private readonly RowPassage? _passage; // none for a run of the same process
    private readonly Func<Guid> _newGuid;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RowWindow _window;
    private readonly List<IActorRef> _stoppers = [];
    private IActorRef? _run;
    private ActorPath? _attempt;
    private RowRefused? _end; // what every further row is answered
    private bool _hasSentAgain;
    private bool _hasProgressed;
    private TimeSpan _idle;
    private long _offered;
    private long _refused;
    private long _kept;
    private long _unfit;
    private long _givenUp;
    private long _valuesLeft;

    public RowSenderActor(ICanTell runs, string runId, RowSenderSettings settings, Func<Guid> newGuid)
    {
        _runs = runs;
        _runId = runId;
        _settings = settings;
        _newGuid = newGuid;
        _passage = runs is ActorSelection { Anchor: IActorRefScope { IsLocal: true } } ? null : new RowPassage(Context.System);
        _window = new RowWindow(NewProducer(), settings.MaxWaiting, settings.MaxUnderWay);

        Receive<LogRow>(Handle);
        Receive<RowKept>(Handle);
        Receive<RowMissing>(Handle);
        Receive<RowRefused>(Handle);
        Receive<RunStarted>(found => Handle(found.Actor));
        Receive<RunRefused>(_ => { }); // it is looked for again
        Receive<Terminated>(gone => gone.ActorRef.Equals(_run), _ => Lose());
        Receive<Tick>(_ => LookAround());
        Receive<GetSenderStatus>(_ => Sender.Tell(Status));
        Receive<StopSender>(Handle);
        Receive<Overdue>(_ => Stop("the run did not take them in time"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(ICanTell runs, string runId, RowSenderSettings settings, Func<Guid> newGuid) =>
        Props.Of(() => new RowSenderActor(runs, runId, settings, newGuid));

    private SenderStatus Status => new(_offered, _refused, _window.Waiting, _kept, _unfit, _givenUp, _run) { ValuesLeft = _valuesLeft };

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), new Tick(), _settings.RetryInterval);
        Look();
    }

    protected override void PostStop()
    {
        if (_window.Waiting > 0)
            GiveUp("their sender was stopped");
    }

    private void Handle(LogRow row)
    {
        _offered++;
        if (_end is not null)
            Refuse(_end);
        else if (_passage?.FindProblem(row) is { } problem)
            SetAside(problem);
        else if (!_window.TryAdd(row))
            Refuse(new RowRefused($"{_settings.MaxWaiting} rows wait already for run {_runId}", RowRefusal.Full));
        else
            Take(row);
    }

    private void Refuse(RowRefused refusal)
    {
        _refused++;
        Sender.Tell(refusal);
    }

    // Without a number: for the run it never was.
    private void SetAside(string problem)
    {
        if (_unfit++ == 0)
            _log.Warning("A row for run {0} cannot be sent: {1}. Further ones are only counted.", _runId, problem);
        Sender.Tell(new RowRefused(problem, RowRefusal.Unfit));
    }

    private void Take(LogRow row)
    {
        if (_passage is not null && RowPassage.ValuesLeft(row) is > 0 and var left)
        {
            if (_valuesLeft == 0)
                _log.Warning("Images and other values with files, and deferred values, do not travel: a text, or null, stands for them in run {0}. Further ones are only counted.", _runId);
            _valuesLeft += left;
        }

        Send(_window.Send());
    }

    private void Handle(RowKept kept)
    {
        var (rows, unfit) = _window.Take(kept);
        _kept += rows - unfit;
        _unfit += unfit;
        if (rows == 0)
            return;

        (_hasProgressed, _hasSentAgain) = (true, false);
        Send(_window.Send());
        StopIfDone();
    }

    // Once for a gap: every row that was sent behind it is answered so.
    private void Handle(RowMissing missing)
    {
        if (_hasSentAgain || missing.Producer != _window.Producer || missing.Sequence != _window.Settled + 1)
            return;

        _hasSentAgain = true;
        Send(_window.SendAgain());
    }

    private void Handle(RowRefused refused)
    {
        if (refused.Kind == RowRefusal.Unfit)
            _log.Warning("A row for run {0} was not taken, whose number was {1}: {2}", _runId, refused.Number?.Sequence, refused.Reason);
        if (refused.Kind is not (RowRefusal.Ended or RowRefusal.Misnumbered) || refused.Number?.Producer != _window.Producer)
            return; // a full buffer is tried again by the timer

        _end = refused with { Number = null };
        if (_window.Waiting > 0)
            GiveUp(refused.Reason);
        StopIfDone();
    }

    private void Handle(IActorRef run)
    {
        if (run.Equals(_run))
            return;

        // The path names the attempt: behind a broken connection it is the same again.
        if (_attempt is not null && _attempt.Name != run.Path.Name)
            _window.BeginAnew(NewProducer());
        if (_run is not null)
            Context.Unwatch(_run);
        (_run, _attempt, _end) = (Context.Watch(run), run.Path, null);
        Send(_window.SendAgain());
        Send(_window.Send());
    }

    private void Lose()
    {
        _run = null;
        Look();
    }

    private void LookAround()
    {
        if (_hasProgressed || _window.Waiting == 0)
        {
            (_hasProgressed, _idle) = (false, TimeSpan.Zero);
            return;
        }

        _idle += _settings.RetryInterval;
        if (_settings.GiveUpAfter != Timeout.InfiniteTimeSpan && _idle >= _settings.GiveUpAfter)
        {
            GiveUp($"run {_runId} has taken none for {_idle}");
            return;
        }

        Send(_window.SendAgain());
        Look();
    }

    private void Handle(StopSender stop)
    {
        _stoppers.Add(Sender);
        if (stop.Wait != Timeout.InfiniteTimeSpan)
            Timers.StartSingleTimer(nameof(Overdue), new Overdue(), stop.Wait > TimeSpan.Zero ? stop.Wait : TimeSpan.Zero);
        StopIfDone();
    }

    private void StopIfDone()
    {
        if (_stoppers.Count > 0 && _window.Waiting == 0)
            Stop("");
    }

    private void Stop(string reason)
    {
        if (_window.Waiting > 0)
            GiveUp(reason);
        foreach (var stopper in _stoppers)
            stopper.Tell(new SenderStopped(Status));
        Context.Stop(Self);
    }

    private void GiveUp(string reason)
    {
        var rows = _window.Clear(NewProducer());
        _givenUp += rows;
        _idle = TimeSpan.Zero;
        _log.Warning("{0} rows for run {1} are given up: {2}", rows, _runId, reason);
        Context.System.EventStream.Publish(new RowsGivenUp(_runId, rows, reason));
    }

    private void Send(IEnumerable<LogRow> rows)
    {
        if (_run is null)
            return;

        foreach (var row in rows)
            _run.Tell(row, Self);
    }

    private void Look() => _runs.Tell(new FindRun(_runId), Self);

    private string NewProducer()
    {
        var name = _settings.Name ?? Self.Path.Name;
        return $"{name[..Math.Min(name.Length, RowSenderSettings.MaxNameLength)]}/{_newGuid():N}";
    }

    private sealed record Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Overdue : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
