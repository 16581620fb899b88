using Akka.Actor;
using Akka.Configuration;
using WandbActors.Actors.Threads;

namespace WandbActors.Actors.Tests.Threads;

public sealed class OwnThreadsDispatcherSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system = ActorSystem.Create("own-threads", ConfigurationFactory.ParseString(
        """
        own {
          type = "WandbActors.Actors.Threads.OwnThreadsConfigurator, WandbActors.Actors"
          thread-count = 2
          shutdown-timeout = 50ms
        }
        none {
          type = "WandbActors.Actors.Threads.OwnThreadsConfigurator, WandbActors.Actors"
          thread-count = 0
        }
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        """));

    private OwnThreadsDispatcher Dispatcher => (OwnThreadsDispatcher)_system.Dispatchers.Lookup("own");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task Actors_run_on_threads_of_its_own()
    {
        var actor = Create(_ => (Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread));

        var (name, isPooled) = await actor.Ask<(string, bool)>("where", Patience);

        Assert.StartsWith("own-", name);
        Assert.False(isPooled);
    }

    [Fact]
    public void Without_a_thread_it_is_refused()
    {
        var refusal = Assert.ThrowsAny<Exception>(() => _system.Dispatchers.Lookup("none"));

        Assert.Contains("thread-count = 0", $"{refusal}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actors_that_wait_for_each_other_have_a_thread_each()
    {
        using var other = new ManualResetEventSlim();
        var waits = Create(_ => other.Wait(Patience));
        var sets = Create(_ => { other.Set(); return true; });

        var waited = waits.Ask<bool>("wait", Patience);
        await sets.Ask<bool>("set", Patience);

        Assert.True(await waited);
    }

    [Fact]
    public async Task There_are_no_more_threads_than_it_may_have()
    {
        var actors = Enumerable.Range(0, 20).Select(_ => Create(message => message)).ToList();

        for (var round = 0; round < 100; round++)
            await Task.WhenAll(actors.Select(actor => actor.Ask<string>("echo", Patience)));

        Assert.InRange(Dispatcher.Threads, 1, 2);
    }

    [Fact]
    public async Task What_an_actor_tells_another_is_done_although_its_own_thread_goes_on()
    {
        using var gate = new ManualResetEventSlim();
        var echo = Create(message => message);
        var busy = _system.ActorOf(Props.Of(() => new Teller(echo, gate)).WithDispatcher("own"));
        using var inbox = Inbox.Create(_system);

        inbox.Send(busy, "tell, then wait");
        inbox.Send(echo, "from outside");

        Assert.Equal("from outside", await inbox.ReceiveAsync(Patience));
        gate.Set();
    }

    [Fact]
    public async Task Threads_go_when_the_last_actor_has_gone_and_come_with_the_next()
    {
        var actor = Create(message => message);
        await actor.Ask<string>("echo", Patience);
        await actor.GracefulStop(Patience);
        await WaitUntil(() => Dispatcher.Threads == 0);

        Assert.Equal("again", await Create(message => message).Ask<string>("again", Patience));
    }

    private static async Task WaitUntil(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }

    private IActorRef Create(Func<object, object> answer) =>
        _system.ActorOf(Props.Of(() => new Answerer(answer)).WithDispatcher("own"));

    private sealed class Answerer(Func<object, object> answer) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(answer(message));
    }

    private sealed class Teller(IActorRef other, ManualResetEventSlim gate) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            other.Tell("from inside");
            gate.Wait(Patience);
        }
    }
}
