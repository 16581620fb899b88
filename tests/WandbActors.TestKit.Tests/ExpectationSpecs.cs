using Akka.Actor;

namespace WandbActors.TestKit.Tests;

/// <summary>What an expectation says that is not met.</summary>
public sealed class ExpectationSpecs : IDisposable
{
    private readonly Simulation _simulation = new(seed: 6);
    private readonly SimulatedRun _run;

    public ExpectationSpecs()
    {
        _run = _simulation.StartRun(new RunOptions { RunId = "r1", Config = { ["lr"] = 0.1, ["net"] = "small" } });
        foreach (var row in new[] { 0, 1, 1, 3 })
            _run.Log(("row", row), ("note", "so far"));
        _run.Finish();
    }

    public static TheoryData<string, Action<RecordedRun>> Unmet => new()
    {
        { "has 4 rows, 5 are expected", run => run.ShouldHaveRows(5) },
        { "has 4 rows with row, 4 are expected; the first that differs is number 2: 1, and 2 is expected", run => run.ShouldHaveRows("row", [0, 1, 2, 3]) },
        { "has 4 rows with row, 5 are expected; the first that differs is number 4: no row, and 9 is expected", run => run.ShouldHaveRows("row", [0, 1, 1, 3, 9]) },
        { "has not each row once: missing: 2; there too often: 1 (2 times)", run => run.ShouldHaveEachRowOnce("row", 4) },
        { "has not each row once: there too often: 1 (2 times); not expected: 3", run => run.ShouldHaveEachRowOnce("row", 2) },
        { "has not each loss once: missing: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more", run => run.ShouldHaveEachRowOnce("loss", 12) },
        { "has 3 as row in its summary, 4 is expected", run => run.ShouldHaveSummary("row", 4) },
        { "has no value as loss in its summary, NaN is expected", run => run.ShouldHaveSummary("loss", double.NaN) },
        { "has so far as note in its summary, well is expected", run => run.ShouldHaveSummary("note", "well") },
        { "has 0.1 as lr in its config, 0.2 is expected", run => run.ShouldHaveConfig("lr", 0.2) },
        { "has small as net in its config, large is expected", run => run.ShouldHaveConfig("net", "large") },
        { "has ended with 0, 1 is expected", run => run.ShouldBeComplete(exitCode: 1) },
    };

    public void Dispose() => _simulation.Dispose();

    [Theory]
    [MemberData(nameof(Unmet))]
    public void Of_a_run_on_the_server_it_says_what_differs(string message, Action<RecordedRun> expect)
    {
        var failure = Assert.Throws<WandbAssertionException>(() => expect(_run.OnServer));

        Assert.Equal($"On the server, run lab/simulation/r1 {message}.", failure.Message);
    }

    [Fact]
    public void What_is_met_gives_back_what_it_was_asked_of() =>
        _run.OnServer.ShouldHaveRows(4).ShouldHaveRows("row", 0, 1, 1, 3).ShouldHaveEachRowOnce("row", [3, 1, 1, 0])
            .ShouldHaveSummary("row", 3).ShouldHaveSummary("note", "so far").ShouldHaveConfig("lr", 0.1).ShouldHaveConfig("net", "small").ShouldBeComplete();

    [Fact]
    public void Of_a_server_it_says_which_rule_was_broken()
    {
        _simulation.Server.Backend.Accuse("r1: a gap");

        var failure = Assert.Throws<WandbAssertionException>(() => _simulation.Server.ShouldHaveNoViolations());

        Assert.Equal("1 requests broke a rule of the server: r1: a gap.", failure.Message);
    }

    [Fact]
    public void Of_a_server_that_does_not_know_the_run_it_says_which_it_knows()
    {
        var failure = Assert.Throws<WandbAssertionException>(() => _simulation.Server.Run("r2"));

        Assert.Equal("The server has no run with the id r2. It has: lab/simulation/r1.", failure.Message);
    }

    [Fact]
    public void Of_a_ledger_it_has_the_figures_that_do_not_add_up()
    {
        var calls = Assert.Throws<WandbAssertionException>(() => _run.ShouldBalance(offered: 5));
        var figures = Assert.Throws<WandbAssertionException>(() => (_run.Ledger with { OnServer = 6 }).ShouldBalance());

        Assert.StartsWith("The ledger does not add up: 5 calls were made, and 4 are accounted for. 4 rows: 0 refused", calls.Message);
        Assert.StartsWith("The ledger does not add up: Waiting is -2. 4 rows: 0 refused", figures.Message);
    }

    [Fact]
    public void Of_a_ledger_it_names_the_losses()
    {
        var loss = Assert.Throws<WandbAssertionException>(() => (_run.Ledger with { ValuesLost = 2, RefusedFull = 1 }).ShouldHaveLostNothing());

        Assert.Equal("Something was lost: Refused is 1, ValuesLost is 2.", loss.Message);
    }

    [Fact]
    public void Of_a_run_whose_rows_never_left_its_buffer_it_says_how_many()
    {
        var run = _simulation.StartRun(new RunOptions { RunId = "r2" });
        for (var row = 0; row < 10; row++)
            run.Log(("row", row));
        run.Actor.Tell(Kill.Instance);
        _simulation.RunFor(TimeSpan.FromMinutes(1));

        var failure = Assert.Throws<WandbAssertionException>(() => run.ShouldHaveEachRowOnce());

        Assert.Equal("Run r2 has 10 rows in its row buffer, which are neither in its log nor on the server.", failure.Message);
    }

    [Fact]
    public void Of_a_run_whose_rows_differ_from_its_log_it_says_which()
    {
        _simulation.Server.Backend.Rewrite("r1", lines => lines.RemoveAt(3));

        var missing = Assert.Throws<WandbAssertionException>(() => _run.ShouldHaveEachRowOnce());
        var counted = Assert.Throws<WandbAssertionException>(() => _run.ShouldBalance());

        Assert.StartsWith("Run r1 has 4 rows in its log and 3 on the server: missing: {", missing.Message);
        Assert.Equal("Run r1 counts 4 of 4 rows on the server, which has 3.", counted.Message);
    }
}
