using System.Collections.Concurrent;
using Akka.Actor;
using WandbActors.Actors.Deferring;
using WandbActors.Actors.Tests.Support;
using static WandbActors.Actors.Deferring.DeferredProtocol;

namespace WandbActors.Actors.Tests.Deferring;

public sealed class DeferredTensorActorSpecs : ActorSpecs
{
    private readonly SomeAssembler _run = new();
    private readonly IActorRef _actor;

    public DeferredTensorActorSpecs() : base("wandb.deferred-dispatcher.type = PinnedDispatcher") => _actor = Sys.ActorOf(DeferredTensorActor.PropsFor());

    [Fact]
    public async Task A_value_is_read_and_its_row_gets_it()
    {
        var place = Logged("a");

        _actor.Tell(new MaterialiseValue(() => 0.25, place));
        await Read();

        Assert.Equal(["row 0: a = 0.25"], _run.Texts);
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_is_nan_and_counted_and_the_next_is_read()
    {
        var (first, second) = (Logged("a"), Logged("b"));

        _actor.Tell(new MaterialiseValue(() => throw new InvalidOperationException("the device is gone"), first));
        _actor.Tell(new MaterialiseValue(() => 2, second));
        await Read();

        Assert.Equal(["row 0: a = NaN", "row 1: b = 2"], _run.Texts);
        Assert.Equal((1, 1), (_run.Counts.ValuesLost, _run.Buffer.Counters.ValuesGivenUp));
    }

    [Fact]
    public async Task A_value_that_was_given_up_meanwhile_stays_nan()
    {
        var place = Logged("a");
        place.GiveUp();

        _actor.Tell(new MaterialiseValue(() => 0.25, place));
        await Read();

        Assert.Equal(["row 0: a = NaN"], _run.Texts);
    }

    [Fact]
    public async Task All_values_are_read_on_one_thread_that_does_nothing_else()
    {
        var threads = new ConcurrentBag<(int Id, bool IsPooled)>();
        for (var row = 0; row < 20; row++)
        {
            _actor.Tell(new MaterialiseValue(
                () =>
                {
                    threads.Add((Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread));
                    return 1;
                },
                Logged("a")));
            await Read();
        }

        Assert.False(Assert.Single(threads.Distinct()).IsPooled);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _run.Dispose();
    }

    // The actor has a thread of its own, which nobody watches.
    private Task Read() => _actor.Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(30));

    private DeferredPlace Logged(string name)
    {
        var deferred = new RememberedPlace();
        _run.Log((name, new MetricValue(deferred)));
        return deferred.Place;
    }
}
