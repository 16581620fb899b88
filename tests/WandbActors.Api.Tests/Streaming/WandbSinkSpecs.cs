using Akka.Actor;
using Akka.Streams.Dsl;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Api.Tests.Streaming;

public sealed class WandbSinkSpecs : StreamingSpecs
{
    [Fact]
    public async Task Rows_of_a_stream_are_rows_like_any_other()
    {
        var run = await Program.StartAsync();

        await Source.From(Enumerable.Range(0, 3)).Select(i => new LogRow([new("i", i)], Step: 10 * i, Commit: true))
            .RunWith(WandbSink.ForRun(run), Streams).WaitAsync(Patience);
        await run.FinishAsync();

        Assert.Equal(["0", "1", "2"], ColumnOf(run, "i"));
        Assert.Equal(["0", "10", "20"], ColumnOf(run, "_step"));
    }

    [Fact]
    public async Task Anything_can_be_made_a_row()
    {
        var run = await Program.StartAsync();

        await Source.From(Enumerable.Range(0, 3)).RunWith(WandbSink.ForRun(run, (int i) => new LogRow(("i", i))), Streams).WaitAsync(Patience);
        await Source.From(Enumerable.Range(3, 3)).RunWith(WandbSink.ForRun<int>(run, i => [("i", i), ("double", 2 * i)]), Streams).WaitAsync(Patience);
        await run.FinishAsync();

        Assert.Equal(["0", "1", "2", "3", "4", "5"], ColumnOf(run, "i"));
    }

    [Fact]
    public async Task A_flow_passes_on_what_it_has_logged()
    {
        var run = await Program.StartAsync();

        var sum = await Source.From(Enumerable.Range(0, 100)).Via(WandbFlow.ForRun<int>(run, i => [("i", i)]))
            .RunAggregate(0, (sum, i) => sum + i, Streams).WaitAsync(Patience);
        var ledger = run.Ledger;
        await run.FinishAsync();

        Assert.Equal(4_950, sum);
        Assert.Equal(100, ledger.Accepted);
    }

    [Fact]
    public async Task A_full_buffer_holds_the_stream_back_and_nothing_is_lost()
    {
        const int Rows = 100_000;
        var run = await Program.StartAsync();
        using var gate = new ManualResetEventSlim();
        run.Actor.Tell(new GetRunStatus(), new BlockingRef(gate)); // nothing is drained meanwhile

        var text = new string('x', 200); // so that the buffer cannot hold them all
        var done = Source.From(Enumerable.Range(0, Rows)).RunWith(WandbSink.ForRun<int>(run, i => [("i", i), ("text", text)]), Streams);
        await FullAsync(run);
        var wasDone = done.IsCompleted;
        gate.Set();
        await done.WaitAsync(Patience);
        var receipt = await run.FinishAsync();

        Assert.False(wasDone);
        Assert.Equal(receipt.RowsOffered, receipt.RowsInLog);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => $"{i}"), OfflineProgram.LogOf(run).History.Select(row => row.GetValueOrDefault("i")).OfType<string>());
    }

    [Fact]
    public async Task A_stream_into_a_run_that_has_ended_fails()
    {
        var run = await Program.StartAsync();
        await run.FinishAsync();

        var done = Source.From(Enumerable.Range(0, 3)).RunWith(WandbSink.ForRun<int>(run, i => [("i", i)]), Streams);

        Assert.Contains(run.Id, (await Assert.ThrowsAsync<WandbException>(() => done.WaitAsync(Patience))).Message);
    }

    [Fact]
    public async Task A_disabled_run_takes_everything()
    {
        var run = await Program.StartAsync(new RunOptions { Mode = RunMode.Disabled });

        await Source.From(Enumerable.Range(0, 3)).RunWith(WandbSink.ForRun<int>(run, i => [("i", i)]), Streams).WaitAsync(Patience);

        Assert.Equal(0, run.Ledger.Offered);
    }

    // What does not get in any more is a row as large as the stream's own.
    private static async Task FullAsync(Run run)
    {
        while (run.Session!.Buffer.Append([("text", new string('y', 300))], null, commit: true, mayWait: false) == AppendOutcome.Accepted)
            await Task.Yield();
        run.Session.Buffer.Counters.ForgetRefused(AppendOutcome.RefusedFull);
    }

    /// <summary>Holds whoever tells it something until the gate opens.</summary>
    private sealed class BlockingRef(ManualResetEventSlim gate) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "blocking";

        public override IActorRefProvider Provider => throw new NotSupportedException();

        protected override void TellInternal(object message, IActorRef sender) => gate.Wait();
    }
}
