using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WandbActors.Hosting.Tests.Support;

namespace WandbActors.Hosting.Tests;

public sealed class WandbHealthCheckSpecs : IAsyncLifetime
{
    private readonly HostProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task A_run_whose_rows_are_kept_is_healthy_and_shows_its_ledger()
    {
        await StartAsync(options => options.MinFreeBytes = 1);
        _program.Run.Log(("a", 1));
        await _program.Run.FlushAsync();

        var checkedRun = await CheckAsync();

        Assert.Equal(HealthStatus.Healthy, checkedRun.Status);
        Assert.Equal((1L, 1L, 0L), (Figure(checkedRun, "rows.offered"), Figure(checkedRun, "rows.in_log"), Figure(checkedRun, "rows.refused")));
        Assert.InRange((double)checkedRun.Data[$"{_program.Run.Id}.buffer.fill"], 0, 0.5);
    }

    [Fact]
    public async Task Rows_that_were_refused_are_told_once()
    {
        await StartAsync(options => options.MinFreeBytes = 0);
        _program.Run.Log("a text has no names");

        var (first, second) = (await CheckAsync(), await CheckAsync());

        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Healthy), (first.Status, second.Status));
        Assert.Contains("1 rows were refused", first.Description);
    }

    [Fact]
    public async Task A_disk_with_less_than_is_wanted_degrades()
    {
        await StartAsync(options => options.MinFreeBytes = long.MaxValue);

        var checkedRun = await CheckAsync();

        Assert.Equal(HealthStatus.Degraded, checkedRun.Status);
        Assert.Contains("MiB are free", checkedRun.Description);
    }

    [Fact]
    public async Task A_server_that_is_away_degrades()
    {
        _program.Services.AddWandb(options =>
        {
            (options.Mode, options.BaseUrl, options.ApiKey) = (RunMode.Online, "http://127.0.0.1:9", new string('k', 40));
            options.DrainTimeout = TimeSpan.FromSeconds(1);
        });
        await StartAsync(options => options.MinFreeBytes = 0);
        _program.Run.Log(("a", 1));

        HealthReportEntry checkedRun;
        do
            checkedRun = await CheckAsync();
        while (checkedRun.Status == HealthStatus.Healthy);

        Assert.Equal(HealthStatus.Degraded, checkedRun.Status);
        Assert.Contains("trying again", checkedRun.Description);
    }

    [Fact]
    public async Task A_run_whose_actors_have_gone_is_unhealthy()
    {
        await StartAsync(options => options.MinFreeBytes = 0);
        var run = _program.Run;
        run.Actor.Tell(PoisonPill.Instance);
        await run.Session!.Ended;

        HealthReportEntry checkedRun;
        do
            checkedRun = await CheckAsync();
        while (checkedRun.Status == HealthStatus.Healthy); // the host hears of it on a thread of its own

        Assert.Equal(HealthStatus.Unhealthy, checkedRun.Status);
        Assert.Contains("its actors ended before it did", checkedRun.Description);
    }

    private async Task StartAsync(Action<WandbHealthOptions> configure)
    {
        _program.Services.AddHealthChecks().AddWandb(configure);
        await _program.Host.StartAsync();
    }

    private async Task<HealthReportEntry> CheckAsync() =>
        (await _program.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["wandb"];

    private long Figure(HealthReportEntry entry, string name) => (long)entry.Data[$"{_program.Run.Id}.{name}"];
}
