using Akka.Actor;
using WandbActors.Actors.Settings;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.TransactionLog;
using static WandbActors.Actors.Writing.FileWriterProtocol;

namespace WandbActors.Actors.Writing;

/// <summary>
/// Appends batches to the transaction log, on threads of its own: it alone waits for the disk. Before an append the ring notes the
/// intent, after the flush the release; only then is ring space given back. A disk that refuses is tried again without limit: rows wait
/// in the ring meanwhile, and the ring's own policy decides what happens when it is full.
/// </summary>
internal sealed class FileWriterActor : HandlerActor, IWithTimers, IWithUnboundedStash
{
    private readonly RunSession _session;
    private readonly LogSettings _settings;
    private readonly RunLog _log;
    private readonly FreeSpaceWatch _freeSpace;
    private AppendBatch? _pending;
    private IActorRef _asker = ActorRefs.Nobody;
    private TimeSpan _retryDelay;
    private bool _isSynced = true;

    public FileWriterActor(RunSession session, Func<RunSession, Action<string>, RunLog> open)
    {
        var owner = Context.Parent;
        _log = open(session, remark => owner.Tell(new Remark(remark)));
        _freeSpace = new FreeSpaceWatch(session.Directory.Path, session.Settings.Log.FreeSpaceWarning);
        _session = session;
        _settings = session.Settings.Log;
        Writing();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    public static Props PropsFor(RunSession session) => PropsFor(session, (run, remark) => new RunLog(run, remark));

    /// <summary>With another kind of log than a file's.</summary>
    public static Props PropsFor(RunSession session, Func<RunSession, Action<string>, RunLog> open) =>
        Props.Of(() => new FileWriterActor(session, open)).WithDispatcher(WandbSettings.FileWriterDispatcher);

    protected override void PreStart()
    {
        if (!_freeSpace.IsOn)
            return;

        LookForSpace();
        Timers.StartPeriodicTimer(nameof(SpaceDue), SpaceDue.Instance, FreeSpaceWatch.Period);
    }

    protected override void PostStop()
    {
        _pending?.Batch.Dispose();
        _log.Dispose();
    }

    private void Writing()
    {
        Receive<AppendBatch>(command =>
        {
            _pending = command;
            _asker = Sender;
            _retryDelay = _settings.RetryMin;
            TryAppend();
        });
        Receive<SyncLog>(_ => Sender.Tell(new LogSynced(TrySync())));
        Receive<SyncDue>(_ => TrySync());
        Receive<SpaceDue>(_ => LookForSpace());
    }

    private void Stalled()
    {
        Receive<RetryAppend>(_ => TryAppend());
        Receive<SyncLog>(_ => Stash.Stash());
        Receive<SyncDue>(_ => { });
        Receive<SpaceDue>(_ => LookForSpace());
    }

    private void TryAppend()
    {
        var batch = _pending!.Batch;
        TransactionLogWriter log;
        try
        {
            log = _log.Open();
            _session.Buffer.NoteIntent(new RingMark(batch.RingPosition, log.Position, batch.State));
            log.Append(batch.Records);
            log.Flush(toDisk: _settings.Fsync == FsyncPolicy.EveryBatch);
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            _log.Discard();
            Stall(failure);
            return;
        }

        _session.Ledger.Release(new RingMark(batch.RingPosition, log.Position, batch.State), batch.Counts);
        if (batch.IsEnd)
            _session.Ending.NoteLogComplete();
        batch.Dispose();
        _asker.Tell(new BatchAppended(batch, log.Position));
        _pending = null;
        NoteUnsynced();
        Become(Writing);
        Stash.UnstashAll();
    }

    // A log that is shorter than it was, or no log any more, is as good as a disk that refuses: somebody may put it right.
    private static bool IsOfTheDisk(Exception failure) => failure is IOException or UnauthorizedAccessException or InvalidDataException;

    private void Stall(Exception failure)
    {
        if (_retryDelay == _settings.RetryMin)
            _asker.Tell(new AppendStalled($"Cannot write {_session.Directory.LogPath}: {failure.Message.TrimEnd('.')}. Rows wait in the row buffer; trying again."));
        Timers.StartSingleTimer(nameof(RetryAppend), RetryAppend.Instance, _retryDelay);
        _retryDelay = TimeSpan.FromTicks(Math.Min(_retryDelay.Ticks * 2, _settings.RetryMax.Ticks));
        Become(Stalled);
    }

    private void NoteUnsynced()
    {
        if (_settings.Fsync != FsyncPolicy.Interval || !_isSynced)
            return;

        _isSynced = false;
        Timers.StartSingleTimer(nameof(SyncDue), SyncDue.Instance, _settings.FsyncInterval);
    }

    private string? TrySync()
    {
        try
        {
            _log.OpenIfBegun()?.Flush(toDisk: true);
            _isSynced = true;
            LeaveNothingBehind();
            return null;
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            return $"Cannot force {_session.Directory.LogPath} to the disk: {failure.Message}";
        }
    }

    // Not only when the run's actors have stopped: the uploader may take longer for that than the process has.
    private void LeaveNothingBehind()
    {
        if (_session.Ending.IsLogComplete)
            _session.Buffer.RemoveFiles();
    }

    private void LookForSpace()
    {
        if (_freeSpace.Look() is { } warning)
            Context.Parent.Tell(new Remark(warning));
    }

    private sealed class RetryAppend : INoSerializationVerificationNeeded
    {
        public static readonly RetryAppend Instance = new();
    }

    private sealed class SyncDue : INoSerializationVerificationNeeded
    {
        public static readonly SyncDue Instance = new();
    }

    private sealed class SpaceDue : INoSerializationVerificationNeeded
    {
        public static readonly SpaceDue Instance = new();
    }
}
