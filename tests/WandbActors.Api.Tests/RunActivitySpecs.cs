using System.Diagnostics;

namespace WandbActors.Api.Tests;

public sealed class RunActivitySpecs : IAsyncLifetime
{
    private readonly OfflineProgram _program = new();
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public RunActivitySpecs()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is WandbInstrumentation.ActivitySourceName or "program",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (_ended)
                    _ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _listener.Dispose();
        return _program.DisposeAsync().AsTask();
    }

    [Fact]
    public async Task Start_and_end_of_a_run_are_children_of_what_the_program_is_doing()
    {
        using var source = new ActivitySource("program");
        using var training = source.StartActivity("training")!;

        var run = await _program.StartAsync();
        run.Log(("a", 1));
        await run.FinishAsync();

        var (start, finish) = (EndedOf(run, "wandb.run.start"), EndedOf(run, "wandb.run.finish"));
        Assert.Equal((training.SpanId, training.SpanId), (start.ParentSpanId, finish.ParentSpanId));
        Assert.Equal(("offline", 1L, true), (start.GetTagItem("wandb.mode"), finish.GetTagItem("wandb.rows.in_log"), finish.GetTagItem("wandb.complete")));
        Assert.Same(training, Activity.Current);
    }

    [Fact]
    public async Task A_start_that_fails_says_why()
    {
        await Assert.ThrowsAsync<WandbException>(() => _program.StartAsync(new RunOptions { Project = "a/b" }));

        Activity start;
        lock (_ended)
            start = _ended.Last(activity => activity.OperationName == "wandb.run.start" && activity.Status == ActivityStatusCode.Error);
        Assert.Contains("RunOptions.Project", start.StatusDescription);
    }

    private Activity EndedOf(Run run, string name)
    {
        lock (_ended)
            return _ended.Single(activity => activity.OperationName == name && run.Id.Equals(activity.GetTagItem("wandb.run.id")));
    }
}
