using Akka.Actor;

namespace WandbActors.TestKit.Tests;

public sealed class SimulationSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_run_that_is_logged_to_and_finished_is_on_the_server()
    {
        using var simulation = new Simulation(seed: 1);
        var run = simulation.StartRun(new RunOptions { Project = "fleet", RunId = "first", Config = { ["lr"] = 0.1 }, Tags = ["simulated"] });
        for (var row = 0; row < 10; row++)
            run.Log(("row", row), ("loss", 1.0 / (row + 1)));

        var status = run.Finish(exitCode: 3);

        run.OnServer.ShouldHaveRows(10).ShouldHaveRows("row", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).ShouldHaveSummary("loss", 0.1).ShouldHaveConfig("lr", 0.1).ShouldBeComplete(exitCode: 3);
        run.ShouldHaveEachRowOnce().ShouldBalance(offered: 10);
        Assert.Equal((UploadState.Complete, "fleet"), (status.Upload, run.OnServer.Project));
        Assert.Equal(["simulated"], run.OnServer.Tags);
        Assert.Equal([0L, 1, 2, 3, 4, 5, 6, 7, 8, 9], run.OnServer.Rows.Select(row => row.Step!.Value));
        simulation.Server.ShouldHaveNoViolations();
    }

    [Fact]
    public void Its_clock_goes_from_one_happening_to_the_next()
    {
        using var simulation = new Simulation(seed: 1);
        var start = simulation.Time.GetUtcNow();
        var seconds = new List<double>();
        using var every = simulation.Every(10 * Second, () => seconds.Add((simulation.Time.GetUtcNow() - start).TotalSeconds));
        simulation.After(15 * Second, () => seconds.Add((simulation.Time.GetUtcNow() - start).TotalSeconds));

        simulation.RunFor(35 * Second);

        Assert.Equal([10, 15, 20, 30], seconds);
        Assert.Equal(start + (35 * Second), simulation.Time.GetUtcNow());
    }

    [Fact]
    public void Actors_of_ones_own_live_in_it_with_their_timers()
    {
        using var simulation = new Simulation(seed: 1);
        var run = simulation.StartRun();
        simulation.System.ActorOf(Props.Create(() => new Trainer(run.Actor, 20)));

        simulation.RunUntil(() => run.IsFinished, TimeSpan.FromHours(1));

        run.OnServer.ShouldHaveEachRowOnce("row", 20).ShouldBeComplete();
    }

    [Fact]
    public void Runs_that_actors_start_are_found_by_their_ids()
    {
        using var simulation = new Simulation(seed: 1);
        WandbExtension.For(simulation.System).Runs.Tell(new StartRun(new RunOptions { RunId = "theirs" }));
        simulation.RunFor(Second);
        var run = simulation.Run("theirs");
        run.Log(("a", 1));

        run.Finish();

        Assert.Equal([run], simulation.Runs);
        run.OnServer.ShouldHaveRows(1);
        Assert.Equal("No run mine was started. There are: theirs.", Assert.Throws<WandbAssertionException>(() => simulation.Run("mine")).Message);
    }

    [Fact]
    public void A_run_with_wrong_options_is_refused_in_words()
    {
        using var simulation = new Simulation(seed: 1);

        var refusal = Assert.Throws<WandbAssertionException>(() => simulation.StartRun(new RunOptions { RunId = "a/b" }));

        Assert.StartsWith("The run was refused: ", refusal.Message);
        Assert.Empty(simulation.Runs);
    }

    [Fact]
    public void The_same_seed_does_the_same_and_another_something_else()
    {
        string[] traces = [.. new[] { 7, 7, 8 }.Select(TraceOf)];

        Assert.Equal(traces[0], traces[1]);
        Assert.NotEqual(traces[0], traces[2]);
    }

    [Fact]
    public void Work_on_another_thread_is_said()
    {
        using var simulation = new Simulation(seed: 1);
        var run = simulation.StartRun();
        var told = new Thread(() => run.Log(("a", 1)));
        told.Start();
        told.Join();

        var stray = Assert.Throws<StrayWorkException>(() => simulation.RunFor(Second));

        Assert.Contains(nameof(Work_on_another_thread_is_said), stray.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Work_on_another_thread_is_said_also_when_its_actor_is_at_work(bool isPlain)
    {
        using var simulation = new Simulation(seed: 1);
        var actor = simulation.System.ActorOf(Props.Create(() => new Strayer(isPlain)));
        actor.Tell("stray", ActorRefs.NoSender);

        var stray = Assert.Throws<StrayWorkException>(() => simulation.RunFor(Second));

        Assert.Contains(nameof(Strayer), stray.Message);
    }

    [Fact]
    public void A_dispatcher_of_ones_own_is_simulated_when_it_is_named()
    {
        using var simulation = new Simulation(new SimulationOptions { Config = "trainers { type = ForkJoinDispatcher }", Dispatchers = ["trainers"] });
        var run = simulation.StartRun();
        simulation.System.ActorOf(Props.Create(() => new Trainer(run.Actor, 5)).WithDispatcher("trainers"));

        simulation.RunUntil(() => run.IsFinished, TimeSpan.FromHours(1));

        run.OnServer.ShouldHaveEachRowOnce("row", 5);
    }

    [Fact]
    public void A_dispatcher_that_is_nowhere_is_refused()
    {
        var options = new SimulationOptions { Config = "trainers { type = ForkJoinDispatcher }", Dispatchers = ["akka.actor.mine", "trainers", "trainer"] };

        var refusal = Assert.Throws<ArgumentException>(() => new Simulation(options));

        Assert.StartsWith("There is no dispatcher trainer in the configuration", refusal.Message);
    }

    [Fact]
    public async Task An_async_test_may_go_on_on_another_thread()
    {
        using var simulation = new Simulation(seed: 1);
        var run = simulation.StartRun();
        await Task.Yield();

        simulation.RunFor(Second);
        run.Log(("a", 1));
        run.Finish();

        run.OnServer.ShouldHaveRows(1);
    }

    [Theory]
    [InlineData("wandb.buffer.size = 64 KiB", "")] // an empty variable is none
    [InlineData("wandb.buffer.size = 16 MiB", "64 KiB")]
    public void Its_settings_are_those_that_the_test_says(string config, string variable)
    {
        using var simulation = new Simulation(new SimulationOptions
        {
            Config = config,
            Variables = { ["WANDB_PROJECT"] = "small", ["WANDB_ACTORS_BUFFER_SIZE"] = variable },
        });
        var run = simulation.StartRun();
        simulation.Disk.Break(DiskFault.Full);
        for (var row = 0; row < 5_000; row++)
            run.Log(("row", row));
        simulation.RunFor(Second);

        simulation.Disk.Repair();
        run.Finish();

        Assert.InRange(run.Ledger.ShouldBalance(offered: 5_000).RefusedFull, 3_000, 4_999);
        Assert.Equal("small", run.OnServer.Project);
        run.ShouldHaveEachRowOnce();
    }

    [Fact]
    public void What_does_not_come_true_in_time_is_said()
    {
        using var simulation = new Simulation(seed: 1);

        var failure = Assert.Throws<WandbAssertionException>(() => simulation.RunUntil(() => simulation.Runs.Count == 1, Second));

        Assert.Equal("After 00:00:01 of virtual time it was still not so: simulation.Runs.Count == 1", failure.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_actor_that_lets_no_time_pass_is_named(double delay)
    {
        using var simulation = new Simulation(new SimulationOptions { MaxTurnsAtOnce = 10_000 });
        var pause = delay * TimeSpan.FromMilliseconds(1);
        var restless = simulation.System.ActorOf(Props.Create(() => new Restless(pause)), "restless");
        restless.Tell("go", ActorRefs.NoSender);

        var failure = Record.Exception(() => simulation.RunFor(60 * Second));

        Assert.Equal(delay == 0, failure is WandbAssertionException);
        Assert.Equal(delay == 0, failure?.Message.StartsWith(
            "There were 10000 turns at 2026-08-21 12:00:00, and time does not go on: the last message was for akka://simulation/user/restless.", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Times_that_make_no_sense_are_refused()
    {
        var simulation = new Simulation(seed: 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => simulation.RunFor(-Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => simulation.RunUntil(() => false, -Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => simulation.Every(TimeSpan.Zero, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationOptions { MaxTurnsAtOnce = 0 });
        simulation.Dispose();
        Assert.Throws<ObjectDisposedException>(() => simulation.RunFor(Second));
    }

    private static string TraceOf(int seed)
    {
        using var simulation = new Simulation(seed);
        simulation.Server.TurnBad();
        simulation.Disk.TurnBad();
        for (var trainer = 0; trainer < 5; trainer++)
        {
            var run = simulation.StartRun();
            simulation.System.ActorOf(Props.Create(() => new Trainer(run.Actor, 50)));
        }

        simulation.RunFor(TimeSpan.FromMinutes(10));
        return simulation.Trace;
    }
}
