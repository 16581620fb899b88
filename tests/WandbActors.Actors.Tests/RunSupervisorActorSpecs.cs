using Akka.Actor;
using WandbActors.Actors.Tests.Support;
using static WandbActors.Actors.SupervisorProtocol;

namespace WandbActors.Actors.Tests;

public sealed class RunSupervisorActorSpecs : RunSpecs
{
    private readonly IActorRef _supervisor;

    public RunSupervisorActorSpecs() => _supervisor = Sys.ActorOf(RunSupervisorActor.PropsFor(_ => throw new NotSupportedException()));

    [Fact]
    public async Task A_run_that_is_started_can_be_told_rows()
    {
        await StartedBySupervisor();

        Actor.Tell(new LogRow(("a", 1)));
        await Finished();

        Assert.Equal(["row 0: a = 1"], Run.Rows);
    }

    [Theory]
    [InlineData("a run (1) [ä]")]
    [InlineData("a%b+c&d\\e")]
    [InlineData("$a")]
    public async Task Any_run_id_names_an_actor(string id)
    {
        using var run = new SomeRun(id: id);

        var started = await _supervisor.Ask<RunActorStarted>(new StartRunActor(run.Session));

        Assert.Equal(id, (await started.Actor.Ask<RunStatus>(new GetRunStatus())).RunId);
        await started.Actor.GracefulStop(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Two_attempts_at_one_run_are_two_actors()
    {
        using var other = new SomeRun();
        await StartedBySupervisor();

        var second = (await _supervisor.Ask<RunActorStarted>(new StartRunActor(other.Session))).Actor;

        Assert.NotEqual(Actor, second);
        await second.GracefulStop(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_run_whose_actor_fails_again_and_again_loses_nothing_and_doubles_nothing()
    {
        await StartedBySupervisor();
        for (var row = 0; row < 300; row++)
        {
            Run.Log(("a", row));
            if (row % 5 == 0)
                await Advance(Tick);
            if (row % 30 == 0)
                Actor.Tell(new GetRunStatus(), new ThrowingRef());
        }

        var finished = await Finished(exitCode: 2);

        Assert.Equal(Enumerable.Range(0, 300).Select(row => $"row {row}: a = {row}"), Run.Rows);
        Assert.Equal(2, Run.Records[^3].Exit.ExitCode);
        AssertAddsUp(finished.Status.Ledger, 300, Run);
    }

    [Fact]
    public async Task A_new_actor_knows_at_once_what_the_log_holds()
    {
        await StartedBySupervisor();
        Run.Log(("a", 1));
        Run.Log(5, ("a", 2));
        await Advance(TimeSpan.FromSeconds(1));

        Actor.Tell(new GetRunStatus(), new ThrowingRef());

        var ledger = (await Actor.Ask<RunStatus>(new GetRunStatus())).Ledger;
        Assert.Equal((2, 1, 1), (ledger.Offered, ledger.HistoryRecords, ledger.InRing));
    }

    [Fact]
    public async Task A_failing_run_does_not_touch_another_one()
    {
        using var other = new SomeRun();
        var healthy = (await _supervisor.Ask<RunActorStarted>(new StartRunActor(other.Session))).Actor;
        await StartedBySupervisor();

        Actor.Tell(new GetRunStatus(), new ThrowingRef());
        await Settle();

        Assert.Equal("r1", (await healthy.Ask<RunStatus>(new GetRunStatus())).RunId);
        await healthy.GracefulStop(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task No_message_ends_the_parent_of_all_runs_and_the_attempt_is_said()
    {
        await StartedBySupervisor();

        await EventFilter.Warning(contains: "is ignored").ExpectAsync(2, () =>
        {
            _supervisor.Tell(PoisonPill.Instance);
            _supervisor.Tell(Kill.Instance);
            return Task.CompletedTask;
        });

        Assert.Equal(Actor, Assert.Single((await _supervisor.Ask<RunList>(new GetRuns())).Runs).Actor);
    }

    private async Task StartedBySupervisor()
    {
        Run = new SomeRun().Begin();
        Started(Run, (await _supervisor.Ask<RunActorStarted>(new StartRunActor(Run.Session))).Actor);
    }
}
