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
internal sealed class FileWriterActor : ReceiveActor, IWithTimers, IWithUnboundedStash
{
    private readonly RunSession _session;
    private readonly LogSettings _settings;
    private TransactionLogWriter? _log;
    private AppendBatch? _pending;
    private IActorRef _asker = ActorRefs.Nobody;
    private TimeSpan _retryDelay;
    private bool _isSynced = true;

    public FileWriterActor(RunSession session)
    {
        _session = session;
        _settings = session.Settings.Log;
        Writing();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    public static Props PropsFor(RunSession session) =>
        Props.Create(() => new FileWriterActor(session)).WithDispatcher(WandbSettings.FileWriterDispatcher);

    protected override void PostStop()
    {
        _pending?.Batch.Dispose();
        _log?.Dispose();
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
    }

    private void Stalled()
    {
        Receive<RetryAppend>(_ => TryAppend());
        Receive<SyncLog>(_ => Stash.Stash());
        Receive<SyncDue>(_ => { });
    }

    private void TryAppend()
    {
        var batch = _pending!.Batch;
        try
        {
            _log ??= OpenLog();
            _session.Buffer.NoteIntent(new RingMark(batch.RingPosition, _log.Position, batch.State));
            foreach (var record in batch.Records)
                _log.Append(record);
            _log.Flush(toDisk: _settings.Fsync == FsyncPolicy.EveryBatch);
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            _log?.Discard();
            Stall(failure);
            return;
        }

        _session.Ledger.Release(new RingMark(batch.RingPosition, _log.Position, batch.State), batch.Counts);
        if (batch.IsEnd)
            _session.Ending.NoteLogComplete();
        batch.Dispose();
        _asker.Tell(new BatchAppended(batch, _log.Position));
        _pending = null;
        NoteUnsynced();
        Become(Writing);
        Stash.UnstashAll();
    }

    private TransactionLogWriter OpenLog()
    {
        var path = _session.Directory.LogPath;
        var marks = _session.Buffer.ReadMarks();
        if (marks.Release.LogOffset > 0)
            return TransactionLogWriter.OpenForAppend(path, marks.Release.LogOffset);

        // An intent without a release: a writer before this one made the file, and got no further.
        return marks.Intent is null
            ? TransactionLogWriter.Create(path)
            : TransactionLogWriter.OpenForAppend(path, TransactionLogFormat.FileHeaderBytes);
    }

    // A log that is shorter than it was, or no log any more, is as good as a disk that refuses: somebody may put it right.
    private static bool IsOfTheDisk(Exception failure) => failure is IOException or UnauthorizedAccessException or InvalidDataException;

    private void Stall(Exception failure)
    {
        if (_retryDelay == _settings.RetryMin)
            _asker.Tell(new AppendStalled($"Cannot write {_session.Directory.LogPath}: {failure.Message} Rows wait in the row buffer; trying again."));
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
            if (_session.Buffer.ReadMarks().Release.LogOffset > 0)
                _log ??= OpenLog(); // what a writer before this one appended
            _log?.Flush(toDisk: true);
            _isSynced = true;
            return null;
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            return $"Cannot force {_session.Directory.LogPath} to the disk: {failure.Message}";
        }
    }

    private sealed class RetryAppend : INoSerializationVerificationNeeded
    {
        public static readonly RetryAppend Instance = new();
    }

    private sealed class SyncDue : INoSerializationVerificationNeeded
    {
        public static readonly SyncDue Instance = new();
    }
}
