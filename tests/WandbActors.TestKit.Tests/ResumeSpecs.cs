namespace WandbActors.TestKit.Tests;

public sealed class ResumeSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(RunMode.Online, ResumeMode.Allow)]
    [InlineData(RunMode.Online, ResumeMode.Never)]
    [InlineData(RunMode.Offline, ResumeMode.Allow)]
    public void A_run_that_may_be_resumed_and_is_not_there_starts_anew(RunMode mode, ResumeMode resume)
    {
        using var simulation = new Simulation(seed: 5);
        var run = simulation.StartRun(new RunOptions { RunId = "q", Resume = resume, Mode = mode });
        run.Log(("a", 1));

        run.Finish();

        Assert.Equal("""{"a":1}""", run.RowsInLog.Select(row => $$"""{"a":{{row.Number("a")}}}""").Single());
    }

    [Fact]
    public void A_run_goes_on_where_its_earlier_attempt_ended()
    {
        using var simulation = new Simulation(seed: 5);
        Attempt(simulation, rows: 3);

        var second = Attempt(simulation, rows: 2);

        Assert.Equal([3L, 4], second.RowsInLog.Select(row => row.Step!.Value));
        second.OnServer.ShouldHaveRows("row", [0, 1, 2, 0, 1]);
        simulation.Server.ShouldHaveNoViolations();
    }

    [Fact]
    public void What_an_attempt_left_unsent_comes_before_the_next_ones_rows()
    {
        using var simulation = new Simulation(seed: 5);
        simulation.Server.GoDown();
        Attempt(simulation, rows: 3);

        var second = simulation.StartRun(new RunOptions { RunId = "q", Resume = ResumeMode.Allow });
        simulation.Server.ComeBack();
        second.Log(("row", 0));
        simulation.RunFor(TimeSpan.FromMinutes(10));
        second.Finish();

        Assert.Equal([3L], second.RowsInLog.Select(row => row.Step!.Value));
        simulation.Server.ShouldHaveNoViolations();
    }

    [Fact]
    public void A_run_is_taken_back_to_an_earlier_step()
    {
        using var simulation = new Simulation(seed: 5);
        Attempt(simulation, rows: 5);
        var run = simulation.StartRun(new RunOptions { ResumeFrom = "q?_step=2" });
        run.Log(("row", 30));

        run.Finish();

        run.OnServer.ShouldHaveRows("row", [0, 1, 2, 30]);
        simulation.Server.ShouldHaveNoViolations();
    }

    [Fact]
    public void A_run_that_must_be_there_and_is_not_is_refused_in_words()
    {
        using var simulation = new Simulation(seed: 5);

        var refusal = Assert.Throws<WandbAssertionException>(() => simulation.StartRun(new RunOptions { RunId = "q", Resume = ResumeMode.Must }));

        Assert.StartsWith("The run was refused: There is no run q in project simulation on ", refusal.Message);
    }

    [Fact]
    public void A_server_that_never_answers_is_waited_for_by_virtual_time()
    {
        using var simulation = new Simulation(seed: 5);
        simulation.Server.Weather = _ => Fault.NoAnswer();
        var start = simulation.Time.GetUtcNow();

        var run = simulation.StartRun(new RunOptions { RunId = "q", Resume = ResumeMode.Allow, InitTimeout = 20 * Second });

        Assert.InRange(simulation.Time.GetUtcNow() - start, 20 * Second, 21 * Second);
        Assert.Equal([run], simulation.Runs);
    }

    [Fact]
    public void A_run_that_does_not_start_is_named()
    {
        using var simulation = new Simulation(seed: 5);
        simulation.Server.Weather = _ => Fault.NoAnswer();

        var failure = Assert.Throws<WandbAssertionException>(
            () => simulation.StartRun(new RunOptions { RunId = "q", Resume = ResumeMode.Allow }, atMost: 7 * Second));

        Assert.Equal("After 00:00:07 of virtual time it was still not so: run q has started", failure.Message);
    }

    [Fact]
    public void The_same_seed_resumes_the_same()
    {
        string[] traces = [.. new[] { 7, 7, 8 }.Select(TraceOf)];

        Assert.Equal(traces[0], traces[1]);
        Assert.NotEqual(traces[0], traces[2]);
    }

    private static SimulatedRun Attempt(Simulation simulation, int rows)
    {
        var run = simulation.StartRun(new RunOptions { RunId = "q", Resume = ResumeMode.Allow });
        for (var row = 0; row < rows; row++)
            run.Log(("row", row));
        run.Finish();
        return run;
    }

    private static string TraceOf(int seed)
    {
        using var simulation = new Simulation(seed);
        simulation.Server.TurnBad();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Attempt(simulation, rows: 20);
            simulation.RunFor(TimeSpan.FromMinutes(10));
        }

        return simulation.Trace;
    }
}
