using WandbActors.EndToEnd.Tests.Support;

namespace WandbActors.EndToEnd.Tests;

public sealed class ServerAsksToStop : Situation
{
    [Fact]
    public async Task The_program_is_told()
    {
        Backend.Script(RecordingBackend.FileStream, Fault.Stopped());
        var run = await Program.StartAsync(Backend);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = run.StopRequested.Register(told.SetResult);

        run.Log(("loss", 0.5));
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(run.StopRequested.IsCancellationRequested);
        await run.FinishAsync();
    }

    [Fact]
    public async Task Whoever_subscribes_is_told_once_also_if_late()
    {
        Backend.BreakDown(RecordingBackend.FileStream, Fault.Stopped());
        var run = await Program.StartAsync(Backend);
        var told = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (early, late, left) = (0, 0, 0);
        EventHandler leaving = (_, _) => left++;
        run.StopAsked += leaving;
        run.StopAsked -= leaving;
        run.StopAsked += (_, _) => early++;
        run.StopAsked += (sender, _) => told.SetResult(sender);

        run.Log(("loss", 0.5));
        var sender = await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
        run.StopAsked += (_, _) => late++;
        await run.FinishAsync();

        Assert.Same(run, sender);
        Assert.Equal((1, 1, 0), (early, late, left));
    }

    [Fact]
    public async Task A_program_that_goes_on_is_logged_to_its_end()
    {
        Backend.BreakDown(RecordingBackend.FileStream, Fault.Stopped());
        var run = await Program.StartAsync(Backend);
        for (var i = 0; i < 100; i++)
            run.Log(("i", i));

        var receipt = await run.FinishAsync();

        AssertServerHasLog(run);
        Assert.True(receipt.IsComplete);
    }

    [Fact]
    public async Task A_callback_that_throws_does_not_harm_the_run()
    {
        Backend.BreakDown(RecordingBackend.FileStream, Fault.Stopped());
        var run = await Program.StartAsync(Backend);
        using var registration = run.StopRequested.Register(() => throw new InvalidOperationException("the program's own trouble"));
        for (var i = 0; i < 100; i++)
            run.Log(("i", i));

        var receipt = await run.FinishAsync(exitCode: 2);

        AssertServerHasLog(run);
        Assert.True(receipt.IsComplete);
        Assert.Equal(2, OnServer(run).ExitCode);
    }
}
