using Akka.Actor;
using WandbActors.Actors.Settings;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Writing;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;
using static WandbActors.Actors.Writing.FileWriterProtocol;

namespace WandbActors.Actors.Tests.Writing;

public sealed class FileWriterActorSpecs : ActorSpecs
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly SomeRun _run = new SomeRun().Begin();

    [Fact]
    public async Task A_batch_is_in_the_log_before_its_ring_space_is_given_back()
    {
        var writer = Started();
        _run.Log(("a", 1));
        var batch = _run.Assemble();

        writer.Tell(new AppendBatch(batch), TestActor);

        var appended = await ExpectMsgAsync<BatchAppended>();
        var marks = _run.Buffer.ReadMarks();
        Assert.Equal(["row 0: a = 1"], _run.Rows);
        Assert.Equal(new FileInfo(_run.LogPath).Length, appended.LogOffset);
        Assert.Equal((batch.RingPosition, appended.LogOffset), (marks.Release.Position, marks.Release.LogOffset));
        Assert.Equal(batch.State, marks.Release.State.ToArray());
        Assert.Equal(0, _run.Buffer.UsedBytes);
    }

    [Fact]
    public async Task The_next_batch_goes_behind_it()
    {
        var writer = Started();
        for (var row = 0; row < 100; row++)
        {
            _run.Log(("a", row));
            writer.Tell(new AppendBatch(_run.Assemble()), TestActor);
            await ExpectMsgAsync<BatchAppended>();
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(row => $"row {row}: a = {row}"), _run.Rows);
    }

    [Fact]
    public async Task While_the_disk_refuses_that_is_said_once_and_nothing_is_given_back()
    {
        Directory.CreateDirectory(_run.LogPath);
        var writer = Started();
        var used = _run.Buffer.UsedBytes;

        writer.Tell(new AppendBatch(_run.Assemble()), TestActor);
        var stalled = await ExpectMsgAsync<AppendStalled>();
        await Advance(TimeSpan.FromMinutes(2), TimeSpan.FromMilliseconds(100));

        Assert.Contains(_run.LogPath, stalled.Reason);
        Assert.Equal((used, 0), (_run.Buffer.UsedBytes, _run.Buffer.ReadMarks().Release.Position));
        await ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.6)]
    [InlineData(1.4)]
    [InlineData(3.0)]
    [InlineData(25.4)]
    [InlineData(51)]
    [InlineData(81)]
    public async Task It_is_tried_again_after_delays_that_double_up_to_30_seconds(double seconds)
    {
        Directory.CreateDirectory(_run.LogPath);
        var writer = Started();
        writer.Tell(new AppendBatch(_run.Assemble()), TestActor);
        await ExpectMsgAsync<AppendStalled>();
        await Advance(TimeSpan.FromSeconds(seconds) - (100 * Millisecond), 100 * Millisecond);
        Directory.Delete(_run.LogPath);

        await Advance(99 * Millisecond, 99 * Millisecond);
        var isThereBefore = File.Exists(_run.LogPath);
        await Advance(Millisecond, Millisecond);

        Assert.False(isThereBefore);
        await ExpectMsgAsync<BatchAppended>();
        Assert.Equal(2, _run.Records.Count);
        Assert.Equal(0, _run.Buffer.UsedBytes);
    }

    [Fact]
    public async Task A_new_spell_of_trouble_is_said_again_and_begins_with_short_delays()
    {
        Directory.CreateDirectory(_run.LogPath);
        var writer = Started();
        writer.Tell(new AppendBatch(_run.Assemble()), TestActor);
        await ExpectMsgAsync<AppendStalled>();
        await Advance(TimeSpan.FromSeconds(10), 100 * Millisecond);
        Directory.Delete(_run.LogPath);
        await Advance(TimeSpan.FromSeconds(10), 100 * Millisecond);
        await ExpectMsgAsync<BatchAppended>();
        await Stopped(writer);

        File.Move(_run.LogPath, _run.LogPath + ".away");
        var next = Started();
        _run.Log(("a", 1));
        next.Tell(new AppendBatch(_run.Assemble()), TestActor);
        await ExpectMsgAsync<AppendStalled>();
        File.Move(_run.LogPath + ".away", _run.LogPath);
        await Advance(TimeSpan.FromSeconds(0.2), 100 * Millisecond);

        await ExpectMsgAsync<BatchAppended>();
        Assert.Equal(["row 0: a = 1"], _run.Rows);
    }

    [Fact]
    public async Task A_run_directory_that_is_gone_may_come_back()
    {
        Directory.Delete(_run.Session.Directory.FilesPath);
        var path = _run.Session.Directory.Path;
        Directory.Move(path, path + ".away");
        var writer = Started();
        writer.Tell(new AppendBatch(_run.Assemble()), TestActor);
        await ExpectMsgAsync<AppendStalled>();

        Directory.Move(path + ".away", path);
        await Advance(TimeSpan.FromSeconds(0.2), 100 * Millisecond);

        await ExpectMsgAsync<BatchAppended>();
        Assert.Equal(2, _run.Records.Count);
    }

    [Fact]
    public async Task A_log_that_somebody_else_made_is_never_overwritten()
    {
        File.WriteAllText(_run.LogPath, "somebody's");
        var writer = Started();

        writer.Tell(new AppendBatch(_run.Assemble()), TestActor);

        Assert.Contains("already exists", (await ExpectMsgAsync<AppendStalled>()).Reason);
        await Advance(TimeSpan.FromSeconds(5), 100 * Millisecond);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(_run.LogPath));
    }

    [Fact]
    public async Task A_new_writer_goes_on_at_the_newest_release_and_cuts_what_is_behind()
    {
        var first = Started();
        first.Tell(new AppendBatch(_run.Assemble()), TestActor);
        await ExpectMsgAsync<BatchAppended>();
        await Stopped(first);
        await File.AppendAllTextAsync(_run.LogPath, "half a batch");

        _run.Log(("a", 1));
        Started().Tell(new AppendBatch(_run.Assemble()), TestActor);

        await ExpectMsgAsync<BatchAppended>();
        Assert.Equal(["row 0: a = 1"], _run.Rows);
    }

    [Fact]
    public async Task A_new_writer_takes_over_a_log_that_had_no_release_yet()
    {
        var batch = _run.Assemble();
        TransactionLogWriter.Create(_run.LogPath).Dispose();
        _run.Buffer.NoteIntent(new RingMark(batch.RingPosition, TransactionLogFormat.FileHeaderBytes, batch.State));
        await File.AppendAllTextAsync(_run.LogPath, "half a batch");

        Started().Tell(new AppendBatch(batch), TestActor);

        await ExpectMsgAsync<BatchAppended>();
        Assert.Equal(2, _run.Records.Count);
    }

    [Fact]
    public async Task A_log_that_has_become_shorter_stalls_it_and_does_not_end_it()
    {
        var first = Started();
        first.Tell(new AppendBatch(_run.Assemble()), TestActor);
        var released = (await ExpectMsgAsync<BatchAppended>()).LogOffset;
        await Stopped(first);
        var whole = await File.ReadAllBytesAsync(_run.LogPath);
        await File.WriteAllBytesAsync(_run.LogPath, whole[..20]);
        var next = Started();
        _run.Log(("a", 1));
        next.Tell(new AppendBatch(_run.Assemble()), TestActor);
        var stalled = await ExpectMsgAsync<AppendStalled>();

        await File.WriteAllBytesAsync(_run.LogPath, whole);
        await Advance(TimeSpan.FromSeconds(0.2), 100 * Millisecond);

        Assert.Contains($"{released}", stalled.Reason);
        await ExpectMsgAsync<BatchAppended>();
        Assert.Equal(["row 0: a = 1"], _run.Rows);
    }

    [Theory]
    [InlineData("never", 0)]
    [InlineData("interval", 2)]
    [InlineData("every-batch", 5)]
    public async Task The_disk_is_asked_to_keep_it_as_often_as_the_settings_say(string fsync, int syncs)
    {
        var log = WandbSettings.From(Akka.Configuration.ConfigurationFactory.ParseString($"wandb.log.fsync = {fsync}").WithFallback(WandbSettings.Reference)).Log;
        using var run = new SomeRun(SomeRun.Defaults with { Log = log }).Begin();
        var file = new ScriptedLogFile(TransactionLogFormat.FileHeader);
        var writer = Sys.ActorOf(FileWriterActor.PropsFor(run.Session, (session, remark) => new ScriptedLog(session, remark, file)));

        // At 0, 8, 16, 24 and 32 seconds: an interval begins with the first batch after the one before.
        for (var row = 0; row < 5; row++)
        {
            run.Log(("a", row));
            writer.Tell(new AppendBatch(run.Assemble()), TestActor);
            await ExpectMsgAsync<BatchAppended>();
            await Advance(run, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(1));
        }

        Assert.Equal(syncs, file.FlushCount);
        writer.Tell(new SyncLog(), TestActor);
        Assert.Null((await ExpectMsgAsync<LogSynced>()).Problem);
        Assert.Equal(syncs + 1, file.FlushCount);
    }

    [Fact]
    public async Task Syncing_a_log_that_is_not_there_is_no_problem()
    {
        Started().Tell(new SyncLog(), TestActor);

        Assert.Null((await ExpectMsgAsync<LogSynced>()).Problem);
        Assert.False(File.Exists(_run.LogPath));
    }

    [Fact]
    public async Task A_new_writer_syncs_what_the_one_before_appended()
    {
        var first = Started();
        first.Tell(new AppendBatch(_run.Assemble()), TestActor);
        await ExpectMsgAsync<BatchAppended>();
        await Stopped(first);
        File.Delete(_run.LogPath);

        Started().Tell(new SyncLog(), TestActor);

        Assert.Contains(_run.LogPath, (await ExpectMsgAsync<LogSynced>()).Problem);
    }

    [Fact]
    public async Task A_sync_asked_for_while_the_disk_refuses_is_answered_behind_the_batch()
    {
        Directory.CreateDirectory(_run.LogPath);
        var writer = Started();
        writer.Tell(new AppendBatch(_run.Assemble()), TestActor);
        await ExpectMsgAsync<AppendStalled>();

        writer.Tell(new SyncLog(), TestActor);
        await Settle();
        Directory.Delete(_run.LogPath);
        await Advance(TimeSpan.FromSeconds(0.2), 100 * Millisecond);

        await ExpectMsgAsync<BatchAppended>();
        await ExpectMsgAsync<LogSynced>();
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _run.Dispose();
    }

    private static async Task Stopped(IActorRef actor) => await actor.GracefulStop(TimeSpan.FromSeconds(30));

    private IActorRef Started() => Sys.ActorOf(FileWriterActor.PropsFor(_run.Session));

    private Task Advance(TimeSpan time, TimeSpan step) => Advance(_run, time, step);

    /// <summary>A log that is written to a scripted file.</summary>
    private sealed class ScriptedLog(RunSession session, Action<string> remark, ScriptedLogFile file) : RunLog(session, remark)
    {
        protected override TransactionLogWriter OpenAtRelease() => new(file, TransactionLogFormat.FileHeaderBytes);
    }
}
