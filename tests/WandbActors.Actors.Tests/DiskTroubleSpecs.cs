using Akka.Actor;
using Akka.TestKit;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Writing;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Tests;

/// <summary>What is said of a disk that refuses, and of one that does not answer.</summary>
public sealed class DiskTroubleSpecs : RunSpecs
{
    private readonly TestProbe _subscriber;

    public DiskTroubleSpecs() => _subscriber = CreateTestProbe();

    [Fact]
    public async Task Subscribers_are_told_once_that_the_disk_refuses_and_when_the_log_goes_on()
    {
        var run = NewRun();
        Directory.CreateDirectory(run.LogPath);
        Started(run);
        await SubscribedAsync();

        await Advance(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Directory.Delete(run.LogPath);
        await Advance(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));

        var stalled = await _subscriber.ExpectMsgAsync<LogStalled>();
        Assert.Equal("r1", stalled.RunId);
        Assert.Contains(run.LogPath, stalled.Reason);
        Assert.Equal(new LogResumed("r1"), await _subscriber.ExpectMsgAsync<LogResumed>());
        Assert.Null((await Actor.Ask<RunStatus>(new GetRunStatus())).Problem);
    }

    [Fact]
    public async Task A_disk_that_does_not_answer_is_a_trouble_after_5_seconds()
    {
        using var disk = new HangingDisk();
        StartedOn(disk);
        await SubscribedAsync();

        await Advance(TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(0.1));
        var before = (await Actor.Ask<RunStatus>(new GetRunStatus())).Problem;
        await Advance(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.1));
        var after = (await Actor.Ask<RunStatus>(new GetRunStatus())).Problem;
        Hanging = 0;
        disk.Go();
        await Advance(TimeSpan.FromSeconds(1));

        Assert.Null(before);
        Assert.Contains("does not answer", after);
        Assert.Equal(after, (await _subscriber.ExpectMsgAsync<LogStalled>()).Reason);
        await _subscriber.ExpectMsgAsync<LogResumed>();
        Assert.Null((await Actor.Ask<RunStatus>(new GetRunStatus())).Problem);
    }

    [Fact]
    public async Task Who_comes_later_is_told_what_holds_the_log_back()
    {
        var run = NewRun();
        Directory.CreateDirectory(run.LogPath);
        Started(run);
        await Advance(TimeSpan.FromSeconds(1));

        await SubscribedAsync();

        Assert.Contains(run.LogPath, (await _subscriber.ExpectMsgAsync<LogStalled>()).Reason);
    }

    [Fact]
    public async Task A_run_that_ends_while_its_disk_does_not_answer_says_so()
    {
        using var disk = new HangingDisk();
        StartedOn(disk);

        Actor.Tell(new EndRun(0, TimeSpan.FromSeconds(2)), TestActor);
        var finishing = Actor.Ask<RunFinished>(new FinishRun(), TimeSpan.FromSeconds(60));
        await AdvanceUntil(() => finishing.IsCompleted);
        Hanging = 0;
        disk.Go();

        Assert.Contains("does not answer", (await finishing).Status.Problem);
        await Run.Session.Ended.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private void StartedOn(HangingDisk disk)
    {
        Started(new SomeRun(disk: disk).Begin());
        disk.WaitUntilReached();
        Hanging = 1;
    }

    private async Task SubscribedAsync() => await Actor.Ask<RunStarted>(new SubscribeToRuns(_subscriber));

    private sealed class HangingDisk : LogDisk, IDisposable
    {
        private readonly ManualResetEventSlim _reached = new();
        private readonly ManualResetEventSlim _answers = new();

        public void WaitUntilReached() => Assert.True(_reached.Wait(TimeSpan.FromSeconds(60)));

        public void Go() => _answers.Set();

        public override ILogFile Create(RunId run, string path)
        {
            _reached.Set();
            Assert.True(_answers.Wait(TimeSpan.FromSeconds(60)));
            return base.Create(run, path);
        }

        public void Dispose()
        {
            _reached.Dispose();
            _answers.Dispose();
        }
    }
}
