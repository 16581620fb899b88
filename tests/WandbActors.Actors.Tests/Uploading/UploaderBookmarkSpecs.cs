using System.Text.Json.Nodes;
using Akka.Actor;
using WandbActors.Actors.Bookmarks;
using WandbActors.Actors.Tests.Bookmarks;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Records;
using static WandbActors.Actors.Bookmarks.BookmarkProtocol;
using static WandbActors.Actors.Uploading.UploaderProtocol;

namespace WandbActors.Actors.Tests.Uploading;

[Collection(nameof(ScriptedJournal))]
public sealed class UploaderBookmarkSpecs : UploadSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly IOException DiskGone = new("the disk is gone");

    // A journal's word of a failed write holds an exception, which cannot be serialized.
    private const string Settings = "akka.actor.serialize-messages = off";

    private readonly ScriptedJournal.Script _journal = new();

    public UploaderBookmarkSpecs() : base(Settings + "\n" + ScriptedJournal.Settings) => ScriptedJournal.Current = _journal;

    [Fact]
    public async Task No_line_is_sent_before_the_journal_has_kept_where_the_lines_begin()
    {
        StartUploader();
        GrowByRow(1);
        await AdvanceUntil(run => run.Upserts.Count > 0 && _journal.Writes > 0);
        await Advance(10 * Second, Second);
        var before = Streams.Count;

        _journal.Open();
        await AdvanceUntil(run => run.History.Count == 1);

        Assert.Equal(0, before);
    }

    [Fact]
    public async Task When_the_first_line_goes_it_stands_beside_the_log_where_the_lines_begin()
    {
        _journal.Open();
        HoldBack();
        StartUploader();
        GrowByRow(1);

        await AdvanceUntil(_ => Streams.Count == 1);

        Assert.Equal(default(LineCounts), SyncState.Read(Run.LogPath)!.Bases);
        Answer();
    }

    [Fact]
    public async Task What_stands_beside_the_log_decides_when_the_journal_is_lost()
    {
        _journal.Open();
        StartUploader();
        Assert.Null(new SyncState(0, new LineCounts(3, 0, 0)).Keep(Run.LogPath));
        GrowByRow(1);

        await AdvanceUntil(_ => Streams.Count == 1);

        Assert.Equal(3, (int)JsonNode.Parse(Streams[0].Body)!["files"]!["wandb-history.jsonl"]!["offset"]!);
    }

    [Fact]
    public async Task While_the_journal_is_away_lines_are_sent_and_when_it_is_back_it_hears_the_newest()
    {
        _journal.Open();
        StartUploader();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        _journal.Failure = DiskGone;
        for (var row = 2; row <= 4; row++)
        {
            GrowByRow(row);
            await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        }

        _journal.Failure = null;
        await Advance(61 * Second, Second);

        Assert.Equal((4, 0), ((await KeptAsync()).Lines.History, Server.Violations.Count));
    }

    [Fact]
    public async Task The_bookmark_does_not_pass_an_alert_that_the_server_has_not_answered()
    {
        const string alerts = "NotifyScriptableRunAlert";
        _journal.Open();
        Server.BreakDown(alerts, Fault.Answer(500));
        StartUploader();
        GrowByRow(1);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        var writes = _journal.Writes;
        Run.Session.Append(new Record { Alert = new AlertRecord { Title = "loss is NaN" } });
        GrowByRow(2);
        await AdvanceUntilTold<UploadProgressed>(IsUpToDate);
        var writesMeanwhile = _journal.Writes - writes;

        Server.Restore(alerts);
        await AdvanceUntil(run => run.Alerts.Count == 1 && _journal.Writes > writes);

        Assert.Equal(2, OnServer.History.Count);
        Assert.Equal(0, writesMeanwhile);
        Assert.Equal(2, (await KeptAsync()).Lines.History);
    }

    [Fact]
    public async Task A_journal_that_is_away_from_the_start_holds_nothing_up()
    {
        _journal.Open().Failure = DiskGone;
        StartUploader();
        GrowByRow(1);
        Grow(exitCode: 0);

        var completed = await AdvanceUntilTold<UploadCompleted>();

        Assert.True(completed.IsWhole);
        Assert.Equal((1, true), (OnServer.History.Count, OnServer.IsComplete));
    }

    [Fact]
    public async Task One_that_fails_before_it_has_kept_where_the_lines_begin_holds_nothing_up_either()
    {
        StartUploader();
        GrowByRow(1);
        await AdvanceUntil(_ => _journal.Writes > 0);

        _journal.Failure = DiskGone;
        _journal.Open();
        await AdvanceUntil(run => run.History.Count == 1);

        Assert.Equal(default(LineCounts), SyncState.Read(Run.LogPath)!.Bases);
    }

    [Fact]
    public async Task A_journal_that_is_away_is_tried_again_after_1_second_then_2_and_so_on_up_to_60()
    {
        _journal.Open().Failure = DiskGone;
        StartUploader();
        GrowByRow(1);
        await Advance(TimeSpan.FromMinutes(2), Second);
        var soon = _journal.Recoveries;
        await Advance(TimeSpan.FromMinutes(10), Second);

        Assert.InRange(soon, 6, 8); // at 0, 1, 3, 7, 15, 31, 63 s and, with 20 % added, later
        Assert.InRange(_journal.Recoveries - soon, 8, 11);
    }

    private void StartUploader() => Start(settings => settings with { Bookmark = ScriptedJournal.PluginId });

    // An older advance is answered with what is kept.
    private async Task<UploadBookmark> KeptAsync()
    {
        await Uploader.GracefulStop(TimeSpan.FromSeconds(30));
        var reader = Sys.ActorOf(BookmarkActor.PropsFor(Run.Session.LogGuid.ToString("N"), ScriptedJournal.PluginId));
        return (await reader.Ask<BookmarkKept>(new AdvanceBookmark(0, default), TimeSpan.FromSeconds(30))).Bookmark;
    }
}
