using WandbActors.Persistence.Tests.Buffering;

namespace WandbActors.Persistence.Tests.Records;

public sealed class DeferredValueSpecs : IDisposable
{
    private readonly SomeBuffer _some = new();

    [Fact]
    public void A_task_that_is_done_is_there_at_once()
    {
        Log(DeferredValue.Of(Task.FromResult(0.5)));

        Assert.Equal(["row: a = 0.5"], _some.ReadAll());
    }

    [Fact]
    public void A_task_delivers_when_it_is_done_in_every_row_that_it_is_logged_in()
    {
        var answer = new TaskCompletionSource<MetricValue>();
        var value = DeferredValue.Of(answer.Task);
        Log(value);
        Log(value);

        var before = _some.ReadAll();
        answer.SetResult(3);

        Assert.Empty(before);
        Assert.Equal(["row: a = 3", "row: a = 3"], _some.ReadAll());
    }

    [Fact]
    public void A_task_that_fails_or_is_cancelled_is_given_up()
    {
        var (failing, cancelled) = (new TaskCompletionSource<double>(), new TaskCompletionSource<double>());
        Log(DeferredValue.Of(failing.Task));
        Log(DeferredValue.Of(cancelled.Task));
        Log(DeferredValue.Of(Task.FromException<double>(new InvalidOperationException())));

        failing.SetException(new InvalidOperationException());
        cancelled.SetCanceled();

        Assert.Equal(["row: a = given up", "row: a = given up", "row: a = given up"], _some.ReadAll());
        Assert.Equal(3, _some.Buffer.Counters.GivenUp(DeferredLoss.Failed));
    }

    [Fact]
    public void A_function_is_called_once_by_whoever_reads_however_often_it_is_logged()
    {
        var calls = 0;
        var value = DeferredValue.Of(() => ++calls);
        Log(value);
        Log(value);

        var before = calls;
        for (var awaited = _some.Buffer.Awaited.TakeAll(); awaited is not null; awaited = awaited.Next)
            awaited.Deliver();

        Assert.Equal((0, 1), (before, calls));
        Assert.Equal(["row: a = 1", "row: a = 1"], _some.ReadAll());
    }

    [Fact]
    public void None_is_null()
    {
        Log((DeferredValue?)null);

        Assert.Equal(["row: a = null"], _some.ReadAll());
        Assert.Throws<ArgumentNullException>(() => DeferredValue.Of((Task<double>)null!));
        Assert.Throws<ArgumentNullException>(() => DeferredValue.Of((Func<MetricValue>)null!));
    }

    public void Dispose() => _some.Dispose();

    private void Log(MetricValue value) => _some.Buffer.Append([("a", value)], null, commit: true);
}
