using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;
using WandbActors.Testing;
using static WandbActors.Actors.Tests.Support.SomeLog;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class LogChainSpecs : IDisposable
{
    private readonly TempDirectory _home = new();

    [Fact]
    public void Each_attempt_goes_on_from_the_one_that_started_before_it_whatever_their_directories_are_called()
    {
        var first = Write("offline-run-3", Run("r1", resumed: false), 100);
        var second = Write("run-2", Run("r1", resumed: true), 200);
        var third = Write("offline-run-1", Run("r1", resumed: true), 300);

        Assert.Equal(second, LogChain.Before(third));
        Assert.Equal(first, LogChain.Before(second));
        Assert.Null(LogChain.Before(first));
    }

    [Fact]
    public void One_that_began_anew_has_nothing_before_it()
    {
        Write("run-1", Run("r1", resumed: false), 100);
        var anew = Write("run-2", Run("r1", resumed: false), 200);
        var after = Write("run-3", Run("r1", resumed: true), 300);

        Assert.Null(LogChain.Before(anew));
        Assert.Equal(anew, LogChain.Before(after));
    }

    [Fact]
    public void Other_runs_and_projects_do_not_count()
    {
        Write("run-1", Run("r2", resumed: false), 100);
        Write("run-2", Run("r1", resumed: false, project: "other"), 100);
        Write("run-3", Run("r1", resumed: false, entity: "others"), 100);
        var log = Write("run-4", Run("r1", resumed: true), 200);

        Assert.Null(LogChain.Before(log));
    }

    [Fact]
    public void A_log_that_leaves_the_entity_to_the_key_is_of_the_run()
    {
        var offline = Write("run-1", Run("r1", resumed: false, entity: ""), 100);
        var log = Write("run-2", Run("r1", resumed: true), 200);

        Assert.Equal(offline, LogChain.Before(log));
    }

    [Fact]
    public void Of_two_that_started_at_one_moment_one_is_before_the_other()
    {
        var one = Write("run-1", Run("r1", resumed: true), 100);
        var other = Write("run-2", Run("r1", resumed: true), 100);

        Assert.Null(LogChain.Before(one));
        Assert.Equal(one, LogChain.Before(other));
    }

    [Fact]
    public void What_cannot_be_read_is_not_in_the_way()
    {
        var first = Write("run-1", Run("r1", resumed: false), 100);
        _home.Write("run-2/run-r1.wandb", "no log");
        Directory.CreateDirectory(_home["run-3"]);
        var log = Write("run-4", Run("r1", resumed: true), 200);

        Assert.Equal(first, LogChain.Before(log));
    }

    [Fact]
    public void The_link_to_the_latest_run_is_no_attempt_of_its_own()
    {
        var first = Write("run-1", Run("r1", resumed: true), 100);
        Directory.CreateSymbolicLink(_home["latest-run"], "run-1");

        Assert.Null(LogChain.Before(first));
        Assert.Equal(first, LogChain.NewestOf(_home.Path, Run("r1", resumed: false)));
    }

    [Fact]
    public void The_newest_is_the_one_that_started_last()
    {
        Write("run-9", Run("r1", resumed: false), 100);
        var newest = Write("run-1", Run("r1", resumed: true), 200);

        Assert.Equal(newest, LogChain.NewestOf(_home.Path, Run("r1", resumed: false, entity: "")));
        Assert.Null(LogChain.NewestOf(_home.Path, Run("r2", resumed: false)));
        Assert.Null(LogChain.NewestOf(_home["nowhere"], Run("r1", resumed: false)));
    }

    public void Dispose() => _home.Dispose();

    private ChainedLog Write(string attempt, WandbActors.Persistence.Records.RunRecord run, long second) => SomeLog.Write(_home.Path, attempt, run, second);
}
