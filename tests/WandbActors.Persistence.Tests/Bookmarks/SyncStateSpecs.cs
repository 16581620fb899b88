using WandbActors.Persistence.Bookmarks;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests.Bookmarks;

public sealed class SyncStateSpecs : IDisposable
{
    private readonly TempDirectory _run = new();

    private string Log => _run["run-r1.wandb"];

    [Fact]
    public void What_is_kept_is_read()
    {
        var state = new SyncState(120, new LineCounts(100, 7, 3));

        Assert.Null(state.Keep(Log));

        Assert.Equal(state, SyncState.Read(Log));
        Assert.Equal([Log + ".syncstate"], Directory.GetFiles(_run.Path));
        Assert.Equal("""{"starting_step":120,"history_base":100,"events_base":7,"console_base":3}""", File.ReadAllText(Log + ".syncstate"));
    }

    [Fact]
    public void That_of_the_official_client_says_where_the_steps_begin_and_nothing_of_lines()
    {
        _run.Write("run-r1.wandb.syncstate", """{"starting_step":120}""");

        Assert.Equal(new SyncState(120, null), SyncState.Read(Log));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"starting_step\":")]
    [InlineData("{\"starting_step\":\"12\"}")]
    [InlineData("{\"history_base\":1.5,\"events_base\":0,\"console_base\":0}")]
    public void One_that_makes_no_sense_is_as_none(string text)
    {
        _run.Write("run-r1.wandb.syncstate", text);

        Assert.Null(SyncState.Read(Log));
    }

    [Fact]
    public void Where_there_is_none_there_is_none() => Assert.Null(SyncState.Read(Log));

    [Fact]
    public void One_that_cannot_be_written_is_said()
    {
        var problem = new SyncState(0, default(LineCounts)).Keep(_run["no such directory/run-r1.wandb"]);

        Assert.Contains("could not be noted beside", problem);
    }

    [Fact]
    public void One_that_says_the_same_is_left_alone()
    {
        var state = new SyncState(0, default(LineCounts));
        state.Keep(Log);
        var written = File.GetLastWriteTimeUtc(Log + ".syncstate").AddDays(-1);
        File.SetLastWriteTimeUtc(Log + ".syncstate", written);

        state.Keep(Log);

        Assert.Equal(written, File.GetLastWriteTimeUtc(Log + ".syncstate"));
    }

    public void Dispose() => _run.Dispose();
}
