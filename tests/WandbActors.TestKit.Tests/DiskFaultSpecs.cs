using Akka.Actor;

namespace WandbActors.TestKit.Tests;

public sealed class DiskFaultSpecs : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Simulation _simulation = new(seed: 4);
    private readonly SimulatedRun _run;
    private readonly ITimer _logging;
    private int _rows;

    public DiskFaultSpecs()
    {
        _run = _simulation.StartRun(new RunOptions { RunId = "one & only" });
        _logging = _simulation.Every(Second, () => _run.Log(("row", _rows++)));
        _simulation.RunFor(10 * Second);
    }

    public static TheoryData<string> Refusing => ["full", "read-only"];

    public void Dispose() => _simulation.Dispose();

    [Theory]
    [MemberData(nameof(Refusing))]
    public void While_the_disk_refuses_rows_wait_in_the_buffer_and_then_none_is_lost(string kind)
    {
        var logged = _run.Ledger.InLog;

        _simulation.Disk.Break(kind == "full" ? DiskFault.Full : DiskFault.ReadOnly);
        _simulation.RunFor(120 * Second);
        var (during, problem) = (_run.Ledger, _run.Status.Problem);
        _simulation.Disk.Repair();
        _simulation.RunFor(60 * Second);

        Assert.InRange(during.InLog, logged, logged + 1);
        Assert.InRange(during.InRing, 119, 121);
        Assert.Contains(kind == "full" ? "No space left on device. Rows wait" : "Read-only file system. Rows wait", problem);
        Finish();
    }

    [Fact]
    public void While_the_disk_is_frozen_nothing_is_written_and_nothing_fails()
    {
        _simulation.Disk.Break(DiskFault.Frozen);
        _simulation.RunFor(600 * Second);
        var during = _run.Ledger;
        _simulation.Disk.Repair();
        _simulation.RunFor(Second);

        Assert.InRange(during.InRing, 598, 601);
        Assert.InRange(_run.Ledger.InRing, 0, 2);
        Assert.Equal(0, _simulation.Disk.FaultCount);
        Finish();
    }

    [Fact]
    public void A_run_that_is_finished_while_the_disk_is_frozen_ends_in_time_and_loses_nothing()
    {
        _simulation.Disk.Break(DiskFault.Frozen);
        _simulation.RunFor(5 * Second);
        _logging.Dispose();
        var start = _simulation.Time.GetUtcNow();

        var status = _run.Finish();

        Assert.InRange(_simulation.Time.GetUtcNow() - start, 30 * Second, 33 * Second);
        Assert.Equal((true, status), (_run.IsFinished, _run.Status));
        Assert.InRange(status.Ledger.InRing, 4, 6);
        Assert.Same(ActorRefs.Nobody, _run.Actor);
        _run.ShouldBalance(offered: _rows);
    }

    [Fact]
    public void A_slow_disk_takes_more_with_each_write()
    {
        var before = _run.Ledger.InLog;
        _simulation.Disk.Break(DiskFault.Slow(20 * Second), _run.Id);

        _simulation.RunFor(200 * Second);

        Assert.InRange(_simulation.Disk.FaultCount, 9, 11);
        Assert.InRange(_run.Ledger.InLog - before, 120, 201); // up to three batches are on their way
        _simulation.Disk.Repair();
        Finish();
    }

    [Fact]
    public void One_runs_disk_is_not_anothers()
    {
        var other = _simulation.StartRun(new RunOptions { RunId = "other" });
        _simulation.Disk.Break(DiskFault.Frozen, "other");
        other.Log(("a", 1));

        _simulation.RunFor(60 * Second);
        var (own, others) = (_run.Ledger, other.Ledger);
        _simulation.Disk.Repair("other");
        _simulation.RunFor(60 * Second);

        Assert.InRange(own.InRing, 0, 1);
        Assert.Equal((1, 0), (others.InRing, others.InLog));
        Assert.Equal((0, 1), (other.Ledger.InRing, other.Ledger.InLog));
        Finish();
    }

    [Fact]
    public void A_disk_that_fails_by_chance_loses_nothing()
    {
        _simulation.Disk.TurnBad(oneIn: 3);
        _simulation.RunFor(3600 * Second);
        _simulation.Disk.TurnGood();
        _simulation.RunFor(60 * Second);

        Assert.InRange(_simulation.Disk.FaultCount, 100, 3000);
        Finish();
    }

    [Theory]
    [InlineData(RunPart.Run)]
    [InlineData(RunPart.Buffer)]
    [InlineData(RunPart.FileWriter)]
    [InlineData(RunPart.Uploader)]
    public void A_part_that_fails_again_and_again_loses_nothing_on_any_disk(RunPart part)
    {
        using var crashing = _simulation.Every(7.3 * Second, () => _run.Crash(part));
        _simulation.Disk.TurnBad(oneIn: 5);

        _simulation.RunFor(1200 * Second);
        crashing.Dispose();
        _simulation.Disk.TurnGood();
        _simulation.RunFor(120 * Second);

        Finish();
    }

    private void Finish()
    {
        _logging.Dispose();
        _run.Finish();
        _run.ShouldHaveEachRowOnce().ShouldBalance(offered: _rows);
        _run.OnServer.ShouldHaveRows("row", Enumerable.Range(0, _rows).Select(row => (double)row)).ShouldBeComplete();
        _run.Ledger.ShouldHaveLostNothing();
        _simulation.Server.ShouldHaveNoViolations();
    }
}
