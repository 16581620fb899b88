using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using WandbActors.Hosting.Tests.Support;

namespace WandbActors.Hosting.Tests;

public sealed class UploadTelemetrySpecs : IAsyncLifetime
{
    private readonly HostProgram _program = new();
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ConcurrentDictionary<string, long> _counted = new();
    private readonly ActivityListener _listener;
    private readonly MeterListener _meters;

    public UploadTelemetrySpecs()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        _meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == WandbInstrumentation.MeterName && !instrument.IsObservable)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string?)tag.Value);
            var key = $"{named["run_id"]} {instrument.Name} {named.GetValueOrDefault("outcome")}".TrimEnd();
            _counted.AddOrUpdate(key, value, (_, before) => before + value);
        });
        _meters.Start();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _listener.Dispose();
        _meters.Dispose();
        return _program.DisposeAsync().AsTask();
    }

    [Fact]
    public async Task Each_try_of_a_request_is_a_trace_of_its_own_and_counted()
    {
        await using var backend = await RecordingBackend.StartAsync();
        backend.Script(RecordingBackend.FileStream, Fault.Answer(500));
        _program.Services.AddWandb(options =>
        {
            (options.Mode, options.BaseUrl, options.ApiKey) = (RunMode.Online, backend.BaseUrl, backend.ApiKey);
            options.Hocon = "wandb.upload { first-minute-period = 100ms, retry-min = 100ms, retry-max = 100ms }";
        });
        using var training = new Activity("training").SetIdFormat(ActivityIdFormat.W3C).Start();
        await _program.Host.StartAsync();
        var run = _program.Run;
        run.Log(("a", 1));

        await _program.Host.StopAsync();

        var uploads = _ended.Where(activity => activity.OperationName == "wandb.upload" && run.Id.Equals(activity.GetTagItem("wandb.run.id"))).ToArray();
        Assert.All(uploads, upload => Assert.Null(upload.Parent));
        Assert.All(uploads, upload => Assert.NotEqual(training.TraceId, upload.TraceId));
        Assert.Equal("failed", uploads[0].GetTagItem("wandb.upload.outcome"));
        Assert.Equal(ActivityStatusCode.Error, uploads[0].Status);
        Assert.Equal(("accepted", 1), (uploads[1].GetTagItem("wandb.upload.outcome"), uploads[1].GetTagItem("wandb.upload.retries")));
        Assert.Equal(1, uploads.Where(upload => upload.Status != ActivityStatusCode.Error).Sum(upload => (int)upload.GetTagItem("wandb.upload.rows")!));
        Assert.DoesNotContain(_ended, activity => activity.TraceId == training.TraceId && activity.Source.Name != WandbInstrumentation.ActivitySourceName);
        Assert.DoesNotContain(_ended, activity => activity.Source.Name == "System.Net.Http" && activity.DisplayName == "POST");
        Assert.Equal((1, 1), (_counted[$"{run.Id} wandb.upload.requests failed"], _counted[$"{run.Id} wandb.upload.retries"]));
        Assert.True(_counted[$"{run.Id} wandb.upload.bytes"] > 0);
    }
}
