using Akka.Actor;
using Akka.TestKit;
using WandbActors.Actors.Tests.Support;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.CallProtocol;

namespace WandbActors.Actors.Tests.Uploading;

public sealed class CallActorSpecs : ActorSpecs
{
    private static readonly RetrySchedule Schedule = new(4, () => 0, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

    private readonly SomeRun _run = new();
    private readonly Queue<CallOutcome<string>> _outcomes = [];
    private readonly List<double> _tries = [];
    private readonly TestProbe _caller;

    public CallActorSpecs() => _caller = CreateTestProbe();

    [Fact]
    public async Task An_answer_ends_it()
    {
        _outcomes.Enqueue(new CallOutcome<string>.Success("yes"));

        var call = await _caller.WatchAsync(Called());

        Assert.Equal(new CallSucceeded<string>("the call", "yes"), await _caller.ExpectMsgAsync<CallSucceeded<string>>());
        await _caller.ExpectTerminatedAsync(call);
        Assert.Equal([0.0], _tries);
    }

    [Fact]
    public async Task It_is_tried_again_after_delays_that_double_up_to_their_bound_and_says_so_once()
    {
        for (var failure = 0; failure < 4; failure++)
            _outcomes.Enqueue(new CallOutcome<string>.Retry(null, "no network"));
        _outcomes.Enqueue(new CallOutcome<string>.Success("yes"));

        Called();
        await Advance(_run, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(0.5));

        Assert.Equal(new CallDelayed("the call", "no network", TimeSpan.FromSeconds(1)), await _caller.ExpectMsgAsync<CallDelayed>());
        await _caller.ExpectMsgAsync<CallSucceeded<string>>();
        Assert.Equal([0, 1, 3, 6, 9], _tries);
    }

    [Fact]
    public async Task The_servers_word_replaces_the_delay()
    {
        _outcomes.Enqueue(new CallOutcome<string>.Retry(TimeSpan.FromSeconds(7), "busy"));
        _outcomes.Enqueue(new CallOutcome<string>.Success("yes"));

        Called();
        await Advance(_run, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(0.5));

        Assert.Equal([0, 7], _tries);
    }

    [Fact]
    public async Task After_all_retries_it_is_refused()
    {
        for (var failure = 0; failure < 5; failure++)
            _outcomes.Enqueue(new CallOutcome<string>.Retry(null, "no network"));

        Called();
        await Advance(_run, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(0.5));

        await _caller.ExpectMsgAsync<CallDelayed>();
        Assert.Contains("no network (given up after 4 retries)", (await _caller.ExpectMsgAsync<CallRefused>()).Reason);
        Assert.Equal(5, _tries.Count);
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again()
    {
        _outcomes.Enqueue(new CallOutcome<string>.Fatal(400, "no"));

        Called();

        Assert.Equal(new CallRefused("the call", "no"), await _caller.ExpectMsgAsync<CallRefused>());
    }

    [Fact]
    public async Task A_call_that_fails_in_any_other_way_is_tried_again()
    {
        _outcomes.Enqueue(new CallOutcome<string>.Success("yes"));
        var isFirst = true;

        Called(() => isFirst && !(isFirst = false) ? Task.FromException<CallOutcome<string>>(new IOException("broken")) : Try());
        await Advance(_run, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5));

        Assert.Equal("broken", (await _caller.ExpectMsgAsync<CallDelayed>()).Reason);
        await _caller.ExpectMsgAsync<CallSucceeded<string>>();
    }

    [Fact]
    public async Task And_so_is_one_that_cannot_even_be_made_after_the_same_pause()
    {
        _outcomes.Enqueue(new CallOutcome<string>.Success("yes"));
        var isFirst = true;

        Called(() => isFirst && !(isFirst = false) ? throw new InvalidOperationException("no such thing") : Try());
        await Advance(_run, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5));

        Assert.Equal(new CallDelayed("the call", "no such thing", TimeSpan.FromSeconds(1)), await _caller.ExpectMsgAsync<CallDelayed>());
        await _caller.ExpectMsgAsync<CallSucceeded<string>>();
        Assert.Equal([1.0], _tries);
    }

    [Fact]
    public async Task Calls_to_one_host_keep_their_distance()
    {
        var limit = new HostLimit(_run.Time, requestsPerSecond: 2);
        for (var call = 0; call < 5; call++)
            _outcomes.Enqueue(new CallOutcome<string>.Success("yes"));

        for (var call = 0; call < 5; call++)
            CreateTestProbe().ChildActorOf(CallActor<string>.PropsFor("the call", _ => Try(), Schedule, limit)); // each with a parent of its own
        await Advance(_run, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(0.25));

        Assert.Equal([0, 0.5, 1, 1.5, 2], _tries);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _run.Dispose();
    }

    private Task<CallOutcome<string>> Try()
    {
        lock (_tries)
        {
            _tries.Add((_run.Time.GetUtcNow() - SomeRun.Noon).TotalSeconds);
            return Task.FromResult(_outcomes.Dequeue());
        }
    }

    private IActorRef Called(Func<Task<CallOutcome<string>>>? call = null, HostLimit? limit = null) =>
        _caller.ChildActorOf(CallActor<string>.PropsFor("the call", _ => (call ?? Try)(), Schedule, limit));
}
