using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Threads;

namespace WandbActors.Actors.Tests.Threads;

public sealed class TimerThreadSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    private readonly ActorSystem _system = ActorSystem.Create("timers", ConfigurationFactory.ParseString(
        """
        akka.scheduler.implementation = "WandbActors.Actors.Threads.TimerThread, WandbActors.Actors"
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        """));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task What_is_scheduled_happens_on_a_thread_that_belongs_to_no_pool()
    {
        var happened = new TaskCompletionSource<bool>();

        _system.Scheduler.Advanced.ScheduleOnce(Soon, () => happened.SetResult(Thread.CurrentThread.IsThreadPoolThread));

        Assert.IsType<TimerThread>(_system.Scheduler);
        Assert.False(await happened.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_nearer_time_does_not_wait_for_one_that_is_far()
    {
        var happened = new TaskCompletionSource();
        _system.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromHours(1), () => { });

        _system.Scheduler.Advanced.ScheduleOnce(Soon, happened.SetResult);

        await happened.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Repeated_messages_come_until_they_are_cancelled()
    {
        using var inbox = Inbox.Create(_system);
        var cancelable = _system.Scheduler.ScheduleTellRepeatedlyCancelable(Soon, Soon, inbox.Receiver, "tick", ActorRefs.NoSender);

        for (var i = 0; i < 3; i++)
            Assert.Equal("tick", await inbox.ReceiveAsync(Patience));
        cancelable.Cancel();
    }

    [Fact]
    public async Task A_failure_costs_no_other_timer()
    {
        var happened = new TaskCompletionSource();
        _system.Scheduler.Advanced.ScheduleOnce(Soon, () => throw new InvalidOperationException("a spec's"));

        _system.Scheduler.Advanced.ScheduleOnce(2 * Soon, happened.SetResult);

        await happened.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task What_is_left_when_its_system_ends_is_done_then()
    {
        var happened = new TaskCompletionSource();
        _system.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromHours(1), happened.SetResult);

        await _system.Terminate();

        await happened.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task After_its_system_nothing_can_be_scheduled()
    {
        await _system.Terminate();

        Assert.Throws<SchedulerException>(() => _system.Scheduler.Advanced.ScheduleOnce(Soon, () => { }));
    }
}
