using Akka.Actor;
using Akka.Pattern;
using Akka.Persistence;
using WandbActors.Actors.Settings;
using WandbActors.Persistence.Bookmarks;
using static WandbActors.Actors.Bookmarks.BookmarkProtocol;

namespace WandbActors.Actors.Bookmarks;

/// <summary>
/// Keeps one log's <see cref="UploadBookmark"/> in a journal. Owned by the uploader, who is told what was recovered and then tells what
/// the server confirms. At most one advance is being written; those that come meanwhile become one. When the journal fails, the actor
/// stops, the uploader goes on without, and the supervisor starts it again, later each time. Meanwhile nothing is kept: a process that is
/// killed then sends again what it cannot know to be sent.
/// </summary>
internal sealed class BookmarkActor : ReceivePersistentActor
{
    // Each advance says all that went before, so it is its own snapshot and the journal can be cut behind it. That keeps recovery in
    // the milliseconds and asks a journal of the user's own for nothing but a journal.
    private const int EventsBetweenCuts = 500;
    private const string NoSnapshots = "akka.persistence.no-snapshot-store";

    private UploadBookmark _kept;
    private UploadBookmark _wanted;
    private IActorRef _asker = ActorRefs.Nobody;
    private bool _isAdvancing;

    public BookmarkActor(string logId, string journalPluginId)
    {
        PersistenceId = PersistenceIdOf(logId);
        JournalPluginId = journalPluginId;
        SnapshotPluginId = NoSnapshots;
        _kept = _wanted = new UploadBookmark(logId);

        Recover<IBookmarkEvent>(happened => _kept = _wanted = _kept.Apply(happened));
        Recover<RecoveryCompleted>(_ => Context.Parent.Tell(new BookmarkRecovered(_kept)));
        Command<OpenBookmark>(Open);
        Command<AdvanceBookmark>(Advance, _ => _wanted.Bases is not null);
        Command<CompleteBookmark>(_ => Keep(new BookmarkCompleted()));
        Command<DeleteMessagesSuccess>(_ => { });
        Command<DeleteMessagesFailure>(_ => { }); // the next cut takes these too
    }

    public override string PersistenceId { get; }

    /// <summary>What a log's events are kept under.</summary>
    public static string PersistenceIdOf(string logId) => $"upload-{logId}";

    private bool IsBehind => (_kept.RecordNumber, _kept.Lines) != (_wanted.RecordNumber, _wanted.Lines);

    /// <param name="logId">The log's id.</param>
    /// <param name="journalPluginId">Where to keep the bookmark: <see cref="BookmarkJournal.PluginId"/>.</param>
    public static Props PropsFor(string logId, string journalPluginId) => Props.Of(() => new BookmarkActor(logId, journalPluginId));

    /// <summary>The actor under its BackoffSupervisor, which passes on to the uploader what the actor tells its parent.</summary>
    public static Props SupervisedPropsFor(string logId, string journalPluginId, UploadSettings settings) => BackoffSupervisor.Props(Backoff
        .OnStop(PropsFor(logId, journalPluginId), "bookmark", settings.RestartMin, settings.RestartMax, randomFactor: 0.2, maxNrOfRetries: -1)
        .WithAutoReset(settings.RestartReset()));

    // After both Akka stops the actor.
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        base.OnRecoveryFailure(reason, message);
        Context.Parent.Tell(new BookmarkAway());
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistFailure(cause, @event, sequenceNr);
        Context.Parent.Tell(new BookmarkAway());
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistRejected(cause, @event, sequenceNr);
        Context.Parent.Tell(new BookmarkAway());
        Context.Stop(Self); // as for a failure: what the journal refuses once it refuses again
    }

    private void Open(OpenBookmark open)
    {
        if (_kept.Bases is null)
            Keep(new BookmarkOpened(open.Bases));
        else
            Sender.Tell(new BookmarkKept(_kept));
    }

    private void Advance(AdvanceBookmark advance)
    {
        _wanted = _wanted.Apply(new BookmarkAdvanced(advance.RecordNumber, advance.Lines, _wanted.Bases!.Value));
        _asker = Sender;
        if (!IsBehind)
            Sender.Tell(new BookmarkKept(_kept));
        else if (!_isAdvancing)
            KeepAdvance();
    }

    private void KeepAdvance()
    {
        var asker = _asker;
        _isAdvancing = true;
        PersistAsync(new BookmarkAdvanced(_wanted.RecordNumber, _wanted.Lines, _wanted.Bases!.Value), advanced =>
        {
            _isAdvancing = false;
            Answer(asker, advanced);
            if (LastSequenceNr % EventsBetweenCuts == 0)
                DeleteMessages(LastSequenceNr - 1);
            if (IsBehind)
                KeepAdvance();
        });
    }

    private void Keep(IBookmarkEvent happened)
    {
        var asker = Sender;
        _wanted = _wanted.Apply(happened);
        PersistAsync(happened, kept => Answer(asker, kept));
    }

    private void Answer(IActorRef asker, IBookmarkEvent kept)
    {
        _kept = _kept.Apply(kept);
        asker.Tell(new BookmarkKept(_kept));
    }
}
