using Akka.Actor;
using WandbActors.Actors.Assembling;
using WandbActors.Actors.Starting;

namespace WandbActors.Actors.Subscribing;

/// <summary>
/// Tells a run's subscribers what happens to it. It hears of batches, never of rows, and while nobody has subscribed it does nothing. Owned by the
/// run's actor.
/// </summary>
internal sealed class RunNews
{
    private readonly RunSession _session;
    private readonly IUntypedActorContext _context;
    private readonly Func<ITimerScheduler> _timers;
    private readonly RunAudience _audience;
    private RowsWritten? _untold;
    private long _rows;
    private bool _isHolding;

    /// <param name="session">The run.</param>
    /// <param name="context">The run's actor, perhaps anew.</param>
    /// <param name="timers">That actor's timers.</param>
    public RunNews(RunSession session, IUntypedActorContext context, Func<ITimerScheduler> timers)
    {
        _session = session;
        _context = context;
        _timers = timers;
        _audience = session.Audience;
        foreach (var subscriber in _audience.Subscribers)
            context.Watch(subscriber);
    }

    public void Add(IActorRef subscriber)
    {
        _audience.Add(_context.Watch(subscriber));
        _context.Sender.Tell(LiveRun.Of(_session, _context.Self, prepared: null).Describe());
        if (_audience.Stalled is { } stalled)
            subscriber.Tell(stalled);
        if (_audience.LogStalled is { } log)
            subscriber.Tell(log);
    }

    public void Remove(IActorRef subscriber)
    {
        if (_audience.Remove(subscriber))
            _context.Unwatch(subscriber);
    }

    /// <summary>An actor that was watched has gone: perhaps a subscriber.</summary>
    public void Forget(IActorRef gone) => _audience.Remove(gone);

    /// <summary>The log has these rows.</summary>
    public void Written(AssembledBatch batch)
    {
        if (_audience.IsEmpty)
            return;

        var rows = batch.Counts.Merged + batch.Counts.History - batch.Counts.Aggregates;
        if (rows == _rows)
            return;

        _rows = rows;
        var step = AssemblerState.ProgressIn(batch.State).NewestStep;
        _untold = new RowsWritten(_session.Id.Value, rows, step == long.MinValue ? null : step);
        if (!_isHolding)
            TellRows();
    }

    /// <summary>What came while the last news were fresh is told now.</summary>
    public void TellRows()
    {
        _isHolding = _untold is not null;
        if (_untold is not { } rows)
            return;

        _untold = null;
        _audience.Tell(rows);
        _timers().StartSingleTimer(nameof(NewsDue), NewsDue.Instance, _session.Settings.Messages.NewsInterval);
    }

    /// <summary>How sending goes may have changed.</summary>
    public void Uploading(UploadStanding upload)
    {
        var isStalled = upload.State is UploadState.Waiting or UploadState.Stopped;
        var isForGood = upload.State == UploadState.Stopped;
        var before = _audience.Stalled;
        if (isStalled && (before is null || before.IsForGood != isForGood))
        {
            _audience.Stalled = new UploadStalled(_session.Id.Value, upload.Problem ?? "", before?.Since ?? _session.Time.GetUtcNow(), isForGood);
            _audience.Tell(_audience.Stalled);
        }
        else if (!isStalled && before is not null)
        {
            _audience.Stalled = null;
            _audience.Tell(new UploadResumed(_session.Id.Value));
        }
    }

    /// <summary>The log is not being written.</summary>
    public void LogStalls(string reason)
    {
        if (_audience.LogStalled is not null)
            return;

        _audience.LogStalled = new LogStalled(_session.Id.Value, reason, _session.Time.GetUtcNow());
        _audience.Tell(_audience.LogStalled);
    }

    /// <summary>The log is written.</summary>
    public void LogGoesOn()
    {
        if (_audience.LogStalled is null)
            return;

        _audience.LogStalled = null;
        _audience.Tell(new LogResumed(_session.Id.Value));
    }

    /// <summary>The server wants the run to stop.</summary>
    public void AskToStop()
    {
        if (_session.RequestStop())
            _context.System.EventStream.Publish(new RunStopRequested(_session.Id.Value));
    }

    /// <summary>The run's actor stops: the last thing that it does.</summary>
    public void End(RunStatus status)
    {
        _session.End(status);
        if (_untold is { } rows)
            _audience.Tell(rows);
        _audience.Tell(new RunFinished(status));
    }
}
