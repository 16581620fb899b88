using Akka.Actor;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;

namespace WandbActors.Actors.Tests;

public sealed class RunEndSpecs : RunSpecs
{
    [Fact]
    public async Task A_run_ended_just_before_it_would_have_fallen_asleep_ends()
    {
        Started(NewRun(Sleepy));
        await Advance(TimeSpan.FromSeconds(1));
        var finished = AskedBehindADrain<RunFinished>(new FinishRun());

        await Advance(TimeSpan.FromSeconds(1));

        Assert.True(finished.IsCompleted);
        Assert.Equal("exit 0", ReadableRecord.Of(Run.Records[^3]));
    }

    [Fact]
    public async Task The_end_is_written_and_told_to_all_who_asked_for_it()
    {
        Started(NewRun());
        Run.Log(("a", 1));
        Run.Log(commit: false, ("b", 2));
        var first = Actor.Ask<RunFinished>(new FinishRun(3));

        var second = await Finished(exitCode: 0);

        Assert.Equal(second.Status, (await first).Status);
        Assert.Equal(["summary: a = 1, b = 2", "summary: ", "exit 3", "Final", "Footer"], Run.Records.TakeLast(5).Select(ReadableRecord.Of));
        Assert.Equal((UploadState.Offline, null), (second.Status.Upload, second.Status.Problem));
        AssertAddsUp(second.Status.Ledger, 2, Run);
        Assert.False(File.Exists(Run.Buffer.Path));
    }

    [Fact]
    public async Task Finishing_is_bounded_although_the_disk_refuses_for_ever_and_the_rows_stay_in_the_ring()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        Run.Log(("a", 1));
        var finished = Actor.Ask<RunFinished>(new FinishRun());
        await Advance(TimeSpan.FromSeconds(29.9), TimeSpan.FromMilliseconds(100));
        var wasFinished = finished.IsCompleted;

        await AdvanceUntil(() => finished.IsCompleted);
        await Run.Session.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        var status = (await finished).Status;
        Assert.False(wasFinished);
        Assert.Equal((1, 0), (status.Ledger.InRing, status.Ledger.InLog));
        Assert.Contains(Run.LogPath, status.Problem);
        Assert.True(File.Exists(Run.Buffer.Path));
    }

    [Fact]
    public async Task The_end_waits_for_values_that_are_on_their_way()
    {
        Started(NewRun());
        var deferred = new RememberedPlace();
        Run.Log(("a", new MetricValue(deferred)));
        var finished = Actor.Ask<RunFinished>(new FinishRun());
        await Advance(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100));

        deferred.Place.Fill(0.5);
        await AdvanceUntil(() => finished.IsCompleted);

        Assert.Equal(["row 0: a = 0.5"], Run.Rows);
        Assert.Equal(0, (await finished).Status.Ledger.ValuesLost);
    }

    [Fact]
    public async Task The_end_of_the_process_cuts_short_a_finish_that_goes_on()
    {
        Directory.CreateDirectory(NewRun().LogPath);
        Started(Run);
        var finished = Actor.Ask<RunFinished>(new FinishRun());
        await Advance(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100));

        Actor.Tell(new EndRun(143, TimeSpan.FromSeconds(5)));
        await Advance(TimeSpan.FromSeconds(4.9), TimeSpan.FromMilliseconds(100));
        var wasFinished = finished.IsCompleted;
        await Advance(TimeSpan.FromSeconds(0.2), TimeSpan.FromMilliseconds(100));

        Assert.False(wasFinished);
        Assert.True(finished.IsCompleted);
        Assert.Equal(0, Run.Session.Ending.ExitCode);
    }

    [Fact]
    public async Task The_end_of_the_process_leaves_devices_half_of_its_time()
    {
        Started(NewRun());
        Run.Log(("a", new MetricValue(new RememberedPlace())));
        await Advance(Tick);

        Actor.Tell(new EndRun(143, TimeSpan.FromSeconds(4)));
        await Advance(TimeSpan.FromSeconds(2.1));
        await Run.Session.Ended.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["row 0: a = NaN"], Run.Rows);
        Assert.Equal("exit 143", ReadableRecord.Of(Run.Records[^3]));
    }

    [Fact]
    public async Task A_wish_that_the_run_stop_is_published_once()
    {
        Started(NewRun());
        Sys.EventStream.Subscribe(TestActor, typeof(RunStopRequested));

        Actor.Tell(new UploaderProtocol.StopAsked());
        Actor.Tell(new UploaderProtocol.StopAsked());

        Assert.Equal("r1", (await ExpectMsgAsync<RunStopRequested>()).RunId);
        await Settle();
        await ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.True(Run.Session.StopRequested.IsCancellationRequested);
    }
}
