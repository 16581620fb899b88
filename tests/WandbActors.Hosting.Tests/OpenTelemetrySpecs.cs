using OpenTelemetry;
using OpenTelemetry.Metrics;
using WandbActors.Hosting.Tests.Support;

namespace WandbActors.Hosting.Tests;

public sealed class OpenTelemetrySpecs : IAsyncLifetime
{
    private readonly HostProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task Sees_counts_that_only_grow_and_amounts_that_do_not_by_run()
    {
        var exporter = new RecordingMetrics();
        using var meters = Sdk.CreateMeterProviderBuilder().AddMeter(WandbInstrumentation.MeterName).AddReader(new BaseExportingMetricReader(exporter)).Build();
        await _program.Host.StartAsync();
        var run = _program.Run;
        run.Log(("a", 1));
        run.Log(("a", 2));
        await run.FlushAsync();

        meters.ForceFlush();

        var seen = exporter.Of(run);
        Assert.Equal((MetricType.LongSum, "{row}", 2L), seen["wandb.rows.in_log"]);
        Assert.Equal((MetricType.LongSumNonMonotonic, "{row}", 0L), seen["wandb.rows.in_ring"]);
        Assert.Equal((MetricType.LongSumNonMonotonic, "By", 16L << 20), seen["wandb.buffer.limit"]);
        await _program.Host.StopAsync();
    }
}
