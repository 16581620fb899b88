using Akka.Actor;
using Akka.Event;
using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class RunHasEnded : Situation
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(15); // of the half minute that a finish may take

    // So that a system can end without a word.
    protected override string Settings => "akka.coordinated-shutdown.run-by-actor-system-terminate = off";

    [Fact]
    public async Task A_flush_says_that_nothing_more_will_get_there()
    {
        var run = await Program.StartAsync();
        await run.FinishAsync();

        Assert.False(await run.FlushAsync().WaitAsync(AtOnce));
    }

    [Fact]
    public async Task Its_status_can_still_be_asked_for()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("loss", 0.5));
        await run.FinishAsync();

        var status = await run.GetStatusAsync().WaitAsync(AtOnce);

        Assert.Equal(UploadState.Complete, status.Upload);
        Assert.Equal((1, 1, 0), (status.Ledger.Offered, status.Ledger.OnServer, status.Ledger.InRing));
    }

    [Fact]
    public async Task Finishing_after_the_actor_system_has_ended_returns_at_once_and_says_so()
    {
        var run = await Program.StartAsync(Backend);
        run.Log(("loss", 0.5));
        await run.FlushAsync();
        await Program.System.Terminate();

        var receipt = await run.FinishAsync().WaitAsync(AtOnce);

        Assert.Equal((1, 1), (receipt.RowsOffered, receipt.RowsInLog));
        Assert.False(receipt.IsUploaded);
        Assert.Contains("actor system", receipt.UploadProblem);
        Assert.Contains(run.Directory, receipt.SyncCommand);
    }

    [Fact]
    public async Task Rows_logged_after_the_actor_system_has_ended_are_refused_and_counted()
    {
        var run = await Program.StartAsync();
        await run.FlushAsync();
        await Program.System.Terminate();
        run.Log(("loss", 0.5));

        var receipt = await run.FinishAsync().WaitAsync(AtOnce);

        Assert.Equal((1, 0), (receipt.RowsOffered, receipt.RowsInLog));
        Assert.Equal(1, receipt.RowsDropped["the run had ended"]);
        Assert.False(receipt.IsComplete);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task A_value_that_is_still_to_come_is_waited_for_whatever_the_time_for_the_server(int milliseconds)
    {
        var run = await Program.StartAsync(new RunOptions { FinishTimeout = TimeSpan.FromMilliseconds(milliseconds) });
        var late = new LateValue();
        run.Log(("late", MetricValue.Of(late)));
        var finished = run.FinishAsync();
        for (var i = 0; i < 20; i++)
            await run.GetStatusAsync();

        late.Arrive(0.5);
        var receipt = await finished;

        Assert.Equal("0.5", Assert.Single(TrainingProgram.LogOf(run).History)["late"]);
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task A_finish_without_a_bound_waits_for_the_server()
    {
        var run = await Program.StartAsync(Backend, new RunOptions { FinishTimeout = Timeout.InfiniteTimeSpan });
        for (var i = 0; i < 1_000; i++)
            run.Log(("i", i));

        var receipt = await run.FinishAsync();

        Assert.True(receipt.IsUploaded);
        Assert.Equal(1_000, receipt.RowsOnServer);
    }

    [Fact]
    public async Task Nobody_is_answered_who_has_not_asked()
    {
        using var letters = Inbox.Create(Program.System);
        Program.System.EventStream.Subscribe(letters.Receiver, typeof(DeadLetter));
        var run = await Program.StartAsync();

        await run.FinishAsync();

        Program.System.DeadLetters.Tell("the last one", letters.Receiver);
        var dead = new List<object>();
        while (dead.LastOrDefault() is not "the last one")
            dead.Add(((DeadLetter)await letters.ReceiveAsync(AtOnce)).Message);
        Assert.DoesNotContain(dead, letter => letter is RunFinished);
    }

    [Fact]
    public async Task What_comes_after_the_end_is_warned_of_once_and_not_shown_as_kept()
    {
        var run = await Program.StartAsync();
        run.Name = "kept";
        await run.FinishAsync();
        Assert.DoesNotContain("WARNING", Program.Spoken);

        run.Log(("loss", 0.5));
        Assert.Contains($"WARNING Run {run.Id} has ended", Program.Spoken);
        run.Log(("text", "late"));
        run.Summary["best"] = 1;
        run.Name = "late";
        run.Alert("late", "");

        Assert.Equal("kept", run.Name);
        Assert.Equal(2, Program.Spoken.Split("has ended").Length);
    }

    [Fact]
    public async Task Files_and_artifacts_after_the_end_are_warned_of_too()
    {
        var file = Program.Directory.Write("model.bin", "weights");
        var (saving, logging) = (await Program.StartAsync(), await Program.StartAsync());
        await saving.FinishAsync();
        await logging.FinishAsync();

        Assert.Empty(saving.Save(file));
        logging.LogArtifact(file);

        Assert.Contains($"WARNING Run {saving.Id} has ended", Program.Spoken);
        Assert.Contains($"WARNING Run {logging.Id} has ended", Program.Spoken);
    }

    private sealed class LateValue : DeferredValue
    {
        private DeferredPlace _place;

        public void Arrive(double value) => _place.Fill(value);

        protected internal override void Bind(DeferredPlace place) => _place = place;
    }
}
