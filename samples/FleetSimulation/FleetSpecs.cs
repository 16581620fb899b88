using System.Diagnostics;
using WandbActors.TestKit;
using Xunit.Abstractions;

namespace FleetSimulation;

public sealed class FleetSpecs(ITestOutputHelper output)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_thousand_runs_lose_and_double_nothing_whatever_fails()
    {
        var watch = Stopwatch.StartNew();
        using var fleet = new Fleet(seed: 1, runs: 1000, rows: 100, stepTime: Second);
        fleet.LetEverythingFail();

        fleet.RunToEnd(atMost: TimeSpan.FromDays(1));

        Say(fleet, watch);
        foreach (var run in fleet.Simulation.Runs)
        {
            run.OnServer.ShouldHaveEachRowOnce("row", 100).ShouldBeComplete();
            run.ShouldHaveEachRowOnce().ShouldBalance(offered: 100).Ledger.ShouldHaveLostNothing();
        }

        Assert.Equal(1000, fleet.Simulation.Runs.Count);
        Assert.InRange(fleet.Simulation.Server.FaultCount, 1000, int.MaxValue);
        Assert.InRange(fleet.Simulation.Disk.FaultCount, 500, int.MaxValue);
        fleet.Simulation.Server.ShouldHaveNoViolations();
    }

    [Fact]
    public void The_same_seed_does_the_same_and_another_something_else()
    {
        string[] traces = [.. new[] { 2, 2, 3 }.Select(TraceOf)];

        Assert.Equal(traces[0], traces[1]);
        Assert.NotEqual(traces[0], traces[2]);
    }

    [Fact]
    public void A_week_without_a_server_costs_nothing_but_time()
    {
        using var fleet = new Fleet(seed: 4, runs: 5, rows: 100, stepTime: TimeSpan.FromHours(1.5));
        fleet.Simulation.After(TimeSpan.FromHours(2), () => fleet.Simulation.Server.GoDown(lasting: TimeSpan.FromDays(6.9)));

        fleet.RunToEnd(atMost: TimeSpan.FromDays(8));

        foreach (var run in fleet.Simulation.Runs)
        {
            run.OnServer.ShouldHaveRows("row", Enumerable.Range(0, 100).Select(row => (double)row)).ShouldBeComplete();
            run.ShouldHaveEachRowOnce().ShouldBalance(offered: 100);
        }

        Assert.Equal(5, fleet.Simulation.Runs.Count);
    }

    [Fact]
    public void A_GPU_that_never_answers_costs_its_values_and_holds_nobody_up()
    {
        using var fleet = new Fleet(seed: 5, runs: 20, rows: 100, stepTime: Second) { IsOnGpu = true };
        fleet.Simulation.After(50.5 * Second, fleet.Simulation.Device.Stall);

        fleet.RunToEnd(atMost: TimeSpan.FromHours(1));

        foreach (var run in fleet.Simulation.Runs)
        {
            run.OnServer.ShouldHaveEachRowOnce("row", 100).ShouldBeComplete();
            var lost = run.OnServer.Rows.Count(row => double.IsNaN(row.Number("loss")!.Value));
            Assert.InRange(lost, 40, 60);
            Assert.Equal(lost, run.ShouldBalance(offered: 100).Ledger.ValuesLost);
        }
    }

    private static string TraceOf(int seed)
    {
        using var fleet = new Fleet(seed, runs: 40, rows: 40, stepTime: Second);
        fleet.LetEverythingFail();
        fleet.RunToEnd(atMost: TimeSpan.FromDays(1));
        return fleet.Simulation.Trace;
    }

    private void Say(Fleet fleet, Stopwatch watch)
    {
        var simulation = fleet.Simulation;
        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s, {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:0.0} s of processor time, {Environment.WorkingSet >> 20} MiB");
        output.WriteLine($"{simulation.Turns} turns, {simulation.Server.Requests.Count} requests, {simulation.Server.FaultCount} of them failed, {simulation.Disk.FaultCount} writes failed or were slow; trace {simulation.Trace}");
    }
}
