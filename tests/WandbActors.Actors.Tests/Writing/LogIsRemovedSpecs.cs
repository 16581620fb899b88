using Akka.Actor;
using Akka.TestKit;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Writing;
using WandbActors.Persistence.Buffering;
using static WandbActors.Actors.Writing.FileWriterProtocol;

namespace WandbActors.Actors.Tests.Writing;

/// <summary>Somebody tidies up while the run writes.</summary>
public sealed class LogIsRemovedSpecs : ActorSpecs
{
    private readonly SomeRun _run = new SomeRun().Begin();
    private readonly TestProbe _owner;
    private readonly IActorRef _writer;

    public LogIsRemovedSpecs()
    {
        _owner = CreateTestProbe();
        _writer = _owner.ChildActorOf(FileWriterActor.PropsFor(_run.Session));
    }

    [Fact]
    public async Task The_log_alone()
    {
        await Append(0);
        File.Delete(_run.LogPath);

        await AppendSaying(1);
        await Append(2);

        Assert.Equal(["row 0: a = 0", "row 1: a = 1", "row 2: a = 2"], _run.Rows);
    }

    [Fact]
    public async Task The_whole_directory_again_and_again()
    {
        await Append(0);
        for (var row = 1; row < 4; row++)
        {
            Directory.Delete(_run.Session.Directory.Path, recursive: true);
            await AppendSaying(row);
        }

        Assert.Equal(Enumerable.Range(0, 4).Select(row => $"row {row}: a = {row}"), _run.Rows);
        Assert.True(Directory.Exists(_run.Session.Directory.FilesPath));
        Assert.Equal(_run.Buffer.Path, RowBufferNote.Read(_run.Session.Directory.Path)!.RingPath);
        Assert.Equal(_run.LogPath, Assert.Single(Directory.EnumerateFiles(_run.Session.Directory.Path, "*.wandb*")));
    }

    [Fact]
    public async Task A_sync_puts_it_back_too()
    {
        await Append(0);
        File.Delete(_run.LogPath);

        _writer.Tell(new SyncLog(), _owner);

        await _owner.ExpectMsgAsync<Remark>();
        Assert.Null((await _owner.ExpectMsgAsync<LogSynced>()).Problem);
        Assert.Equal(["row 0: a = 0"], _run.Rows);
    }

    [Fact]
    public async Task While_it_cannot_be_put_back_rows_wait_and_afterwards_all_are_there()
    {
        await Append(0);
        File.Delete(_run.LogPath);
        Directory.CreateDirectory(_run.LogPath + ".part"); // in the way of the copy

        _run.Log(("a", 1));
        _writer.Tell(new AppendBatch(_run.Assemble()), _owner);
        var stalled = await _owner.ExpectMsgAsync<AppendStalled>();
        var waiting = _run.Buffer.UsedBytes;
        Directory.Delete(_run.LogPath + ".part");
        await Advance(_run, TimeSpan.FromSeconds(0.2), TimeSpan.FromMilliseconds(100));

        Assert.Contains(_run.LogPath, stalled.Reason);
        Assert.NotEqual(0, waiting);
        await _owner.ExpectMsgAsync<Remark>();
        await _owner.ExpectMsgAsync<BatchAppended>();
        Assert.Equal(["row 0: a = 0", "row 1: a = 1"], _run.Rows);
    }

    [Fact]
    public async Task A_file_that_somebody_put_in_its_place_is_left_alone_and_all_is_there_when_it_has_gone()
    {
        await Append(0);
        File.Delete(_run.LogPath);
        await File.WriteAllTextAsync(_run.LogPath, "somebody's");

        _run.Log(("a", 1));
        _writer.Tell(new AppendBatch(_run.Assemble()), _owner);
        var stalled = await _owner.ExpectMsgAsync<AppendStalled>();
        var found = await File.ReadAllTextAsync(_run.LogPath);
        File.Delete(_run.LogPath);
        await Advance(_run, TimeSpan.FromSeconds(0.2), TimeSpan.FromMilliseconds(100));

        Assert.Contains("replaced", stalled.Reason);
        Assert.Equal("somebody's", found);
        await _owner.ExpectMsgAsync<Remark>();
        await _owner.ExpectMsgAsync<BatchAppended>();
        Assert.Equal(["row 0: a = 0", "row 1: a = 1"], _run.Rows);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _run.Dispose();
    }

    private async Task Append(int row)
    {
        _run.Log(("a", row));
        _writer.Tell(new AppendBatch(_run.Assemble()), _owner);
        await _owner.ExpectMsgAsync<BatchAppended>();
    }

    private async Task AppendSaying(int row)
    {
        _run.Log(("a", row));
        _writer.Tell(new AppendBatch(_run.Assemble()), _owner);
        Assert.Contains("removed", (await _owner.ExpectMsgAsync<Remark>()).Text);
        await _owner.ExpectMsgAsync<BatchAppended>();
    }
}
