using System.Collections.Immutable;
using Akka.Actor;
using WandbActors.EndToEnd.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests;

public sealed class ActorsLog : Situation
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Rows_that_actors_tell_are_rows_like_any_other()
    {
        var run = await Program.StartAsync(Backend);
        var workers = Enumerable.Range(0, 4).Select(_ => Program.System.ActorOf(Worker.PropsFor(run.Actor))).ToArray();

        var done = workers.Select(worker => worker.Ask<Worker.Done>(new Worker.LogRows(250), Patience)).ToArray();
        await Task.WhenAll(done);
        var receipt = await run.FinishAsync();

        AssertServerHasLog(run);
        Assert.Equal((1_000, 1_000), (receipt.RowsInLog, receipt.RowsOnServer));
        var rows = TrainingProgram.LogOf(run).History.GroupBy(row => row["worker"]).ToArray();
        Assert.Equal(4, rows.Length);
        Assert.All(rows, rowsOfOne => Assert.Equal(Enumerable.Range(0, 250).Select(i => $"{i}"), rowsOfOne.Select(row => row["i"])));
    }

    [Fact]
    public async Task Steps_and_commits_can_be_told()
    {
        var run = await Program.StartAsync();

        run.Actor.Tell(new LogRow([new("a", 1)], Step: 5));
        run.Actor.Tell(new LogRow([new("b", 2)], Step: 5, Commit: true));
        run.Actor.Tell(new LogRow(("c", 3)));
        await run.FlushAsync();
        await run.FinishAsync();

        var rows = TrainingProgram.LogOf(run).History;
        Assert.Equal(["5", "6"], rows.Select(row => row["_step"]));
        Assert.Equal(("1", "2", "3"), (rows[0]["a"], rows[0]["b"], rows[1]["c"]));
    }

    [Fact]
    public async Task A_run_says_how_it_is_doing()
    {
        var run = await Program.StartAsync();
        run.Log(("loss", 0.5));
        await run.FlushAsync();

        var status = await run.Actor.Ask<RunStatus>(new GetRunStatus(), Patience);

        Assert.Equal((run.Id, UploadState.Offline, null), (status.RunId, status.Upload, status.Problem));
        Assert.Equal((1, 1, 0), (status.Ledger.Offered, status.Ledger.HistoryRecords, status.Ledger.InRing));
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_run_that_was_ended_by_a_message_has_ended_for_the_program_too()
    {
        var run = await Program.StartAsync();
        run.Log(("loss", 0.5));

        var finished = await run.Actor.Ask<RunFinished>(new FinishRun(ExitCode: 7), Patience);
        var receipt = await run.FinishAsync().WaitAsync(Patience);

        Assert.Equal(1, finished.Status.Ledger.InLog);
        Assert.Equal((1, 1), (receipt.RowsOffered, receipt.RowsInLog));
        Assert.True(receipt.IsComplete);
        var exit = Assert.Single(TrainingProgram.LogOf(run).Records, record => record.Kind == PlainRecord.Exit);
        Assert.Equal(7UL, exit.Fields.Single(field => field.Number == 1).Value);
    }

    [Fact]
    public async Task A_row_that_comes_too_late_is_answered()
    {
        Backend.BreakDown("UpsertBucket", Fault.Answer(503));
        var run = await Program.StartAsync(Backend);
        var finished = run.FinishAsync();

        var refused = await run.Actor.Ask<RowRefused>(new LogRow(("loss", 0.5)), Patience);

        Assert.Contains("ended", refused.Reason);
        Backend.Restore("UpsertBucket");
        await finished;
    }

    [Fact]
    public async Task A_row_without_values_does_no_harm()
    {
        var run = await Program.StartAsync();

        run.Actor.Tell(new LogRow(default(ImmutableArray<KeyValuePair<string, MetricValue>>)));
        run.Actor.Tell(new LogRow([new(null!, 1), new("b", 2)]));
        await run.FlushAsync();

        Assert.Equal("2", Assert.Single(TrainingProgram.LogOf(run).History)["b"]);
        Assert.Empty(await Program.WarningsAsync());
        await run.FinishAsync();
    }

    private sealed class Worker : ReceiveActor
    {
        public Worker(IActorRef run)
        {
            Receive<LogRows>(command =>
            {
                for (var i = 0; i < command.Count; i++)
                    run.Tell(new LogRow(("worker", Self.Path.Name), ("i", i)));

                // Behind the rows in the run's mailbox: once it is answered, the rows are in the buffer.
                run.Tell(new GetRunStatus());
                var asker = Sender;
                Become(() => Receive<RunStatus>(_ => asker.Tell(new Done())));
            });
        }

        public static Props PropsFor(IActorRef run) => Props.Create(() => new Worker(run));

        internal sealed record LogRows(int Count);

        internal sealed record Done;
    }
}
