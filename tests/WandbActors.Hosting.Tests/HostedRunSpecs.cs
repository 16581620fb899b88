using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WandbActors.Hosting.Tests.Support;
using WandbActors.Testing;

namespace WandbActors.Hosting.Tests;

public sealed class HostedRunSpecs : IAsyncLifetime
{
    private readonly HostProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_service_logs_from_its_start_until_it_has_stopped_is_in_the_run_in_whichever_order_it_was_added(bool isFirst)
    {
        if (isFirst)
            _program.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, Training>());
        else
            _program.Services.AddHostedService<Training>();
        await _program.Host.StartAsync();
        var run = _program.Run;

        await _program.Host.StopAsync();

        var log = HostProgram.LogOf(run);
        Assert.Empty(log.Complaints);
        Assert.Equal(["\"start\"", "\"stop\""], log.History.Select(row => row["at"]));
        Assert.Equal(0, HostProgram.ExitCodeOf(run));
    }

    [Fact]
    public async Task It_can_be_had_before_the_host_starts_and_is_the_same_afterwards()
    {
        var before = _program.Run;
        before.Log(("a", 1));

        await _program.Host.StartAsync();
        await _program.Host.StopAsync();

        Assert.Same(before, _program.Run);
        Assert.Single(HostProgram.LogOf(before).History);
    }

    [Fact]
    public async Task Registered_twice_there_is_one_run()
    {
        _program.Services.AddWandb(options => options.Tags.Add("twice"));
        _program.Services.AddWandb();
        await _program.Host.StartAsync();

        await _program.Host.StopAsync();

        Assert.Single(Directory.EnumerateDirectories(_program.Directory["wandb"], "offline-run-*"));
        Assert.Single(_program.Log.Lines, line => line is { Category: "WandbActors.Run", EventId: 6 });
    }

    [Fact]
    public async Task A_service_that_fails_marks_the_run_as_failed()
    {
        _program.Services.AddHostedService<FailingTraining>();
        var stopping = new TaskCompletionSource();
        _program.Host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        await _program.Host.StartAsync();
        await stopping.Task;
        var run = _program.Run;

        await Record.ExceptionAsync(() => _program.Host.StopAsync()); // some hosts throw what the service threw

        Assert.Equal(1, HostProgram.ExitCodeOf(run));
    }

    [Fact]
    public async Task A_host_that_cannot_start_leaves_a_run_that_has_failed()
    {
        _program.Services.AddHostedService<UnstartableTraining>();
        var run = _program.Run;

        await Assert.ThrowsAsync<InvalidOperationException>(() => _program.Host.StartAsync());
        await ((IAsyncDisposable)_program.Host).DisposeAsync();

        Assert.Equal(1, HostProgram.ExitCodeOf(run));
    }

    [Fact]
    public async Task Wrong_options_stop_the_start_with_all_that_is_wrong()
    {
        _program.Services.AddWandb(options =>
        {
            options.Project = "a/b";
            options.BaseUrl = "nowhere";
            options.DrainTimeout = TimeSpan.Zero;
            options.Hocon = "wandb.buffer.sise = 1 MiB";
        });

        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => _program.Host.StartAsync());

        Assert.Contains("for 4 reasons", wrong.Message);
        Assert.All(["RunOptions.Project", "RunOptions.BaseUrl", "WandbOptions.DrainTimeout", "wandb.buffer.sise"], part => Assert.Contains(part, wrong.Message));
        Assert.False(Directory.Exists(_program.Directory["wandb"]));
    }

    [Fact]
    public async Task A_run_that_cannot_start_says_why_to_the_host_and_to_each_who_asks()
    {
        await using var other = new HostProgram();
        _program.Services.AddWandb(options => options.RunId = "taken");
        other.Services.AddWandb(options => (options.RunId, options.Directory) = ("taken", _program.Directory.Path));
        await _program.Host.StartAsync();

        var toHost = await Assert.ThrowsAsync<WandbException>(() => other.Host.StartAsync());
        var toAsker = Assert.Throws<WandbException>(() => other.Run);

        Assert.Contains("Run taken is in use", toHost.Message);
        Assert.Equal(toHost.Message, toAsker.Message);
    }

    [Fact]
    public async Task Without_a_run_of_its_own_the_host_says_how_to_start_one()
    {
        _program.Services.AddWandb(options => options.StartRun = false);
        await _program.Host.StartAsync();

        var none = Assert.Throws<InvalidOperationException>(() => _program.Run);

        Assert.Contains("IRunFactory", none.Message);
        Assert.False(Directory.Exists(_program.Directory["wandb"]));
    }

    [Fact]
    public async Task Started_runs_begin_with_the_hosts_options_and_are_ended_by_the_host()
    {
        _program.Services.AddWandb(options =>
        {
            options.RunId = "main";
            options.Config["lr"] = 0.1;
        });
        await _program.Host.StartAsync();
        var factory = _program.Host.Services.GetRequiredService<IRunFactory>();

        var fold = await factory.StartAsync(run => (run.Name, run.Config["fold"]) = ("fold 3", 3));
        fold.Log(("a", 1));
        var finished = await factory.StartAsync();
        await finished.FinishAsync(exitCode: 7);
        await _program.Host.StopAsync();

        Assert.Equal(("main", "hosted"), (_program.Run.Id, fold.Project));
        Assert.NotEqual("main", fold.Id);
        Assert.Equal(["fold", "lr"], HostProgram.LogOf(fold).Records.Where(record => record.Kind == PlainRecord.Run)
            .SelectMany(record => record.Fields.Where(field => field.Number == 4)).SelectMany(config => new PlainRecord(0, PlainRecord.Config, config.Fields).Items)
            .Select(item => item.Key).Where(key => key != "_wandb").Order());
        Assert.Equal((0, 7), (HostProgram.ExitCodeOf(fold), HostProgram.ExitCodeOf(finished)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => factory.StartAsync());
    }

    [Fact]
    public async Task A_named_run_starts_when_it_is_asked_for_and_ends_with_the_host()
    {
        _program.Services.AddWandbRun("eval", run => run.JobType = "eval");
        await _program.Host.StartAsync();
        var runs = Directory.EnumerateDirectories(_program.Directory["wandb"], "offline-run-*");
        var before = runs.Count();

        var eval = _program.Host.Services.GetRequiredKeyedService<Run>("eval");
        eval.Log(("accuracy", 0.9));
        await _program.Host.StopAsync();

        Assert.Equal((1, 2), (before, runs.Count()));
        Assert.NotSame(_program.Run, eval);
        Assert.Equal(("hosted", 0), (eval.Project, HostProgram.ExitCodeOf(eval)));
        Assert.Equal("0.9", Assert.Single(HostProgram.LogOf(eval).History)["accuracy"]);
    }

    [Fact]
    public async Task A_server_that_is_away_holds_the_shutdown_up_no_longer_than_was_said()
    {
        _program.Services.AddWandb(options =>
        {
            (options.Mode, options.BaseUrl, options.ApiKey) = (RunMode.Online, "http://127.0.0.1:9", new string('k', 40));
            options.DrainTimeout = TimeSpan.FromSeconds(1);
        });
        await _program.Host.StartAsync();
        var run = _program.Run;
        run.Log(("a", 1));
        var began = Stopwatch.GetTimestamp();

        await _program.Host.StopAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20)); // the host's own bound is 30 s
        Assert.Equal(0, HostProgram.ExitCodeOf(run));
        Assert.Single(_program.Log.Lines, line => line is { Category: "WandbActors.Run", EventId: 6 or 8 } && line.Text.Contains("wandb-actors sync", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_a_service_takes_all_the_time_the_run_still_has_its_end()
    {
        _program.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _program.Services.AddHostedService<StubbornTraining>();
        _program.Services.AddWandb(options => (options.Mode, options.BaseUrl, options.ApiKey) = (RunMode.Online, "http://127.0.0.1:9", new string('k', 40)));
        await _program.Host.StartAsync();
        var run = _program.Run;
        var began = Stopwatch.GetTimestamp();

        await Record.ExceptionAsync(() => _program.Host.StopAsync()); // the host throws what the service threw

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15)); // a finish would wait for the server for 30 s
        Assert.Equal(0, HostProgram.ExitCodeOf(run));
    }

    [Fact]
    public async Task A_container_without_a_host_ends_the_run_too()
    {
        using var directory = new TempDirectory();
        var services = new ServiceCollection().AddLogging().AddWandb(options => (options.Mode, options.Directory) = (RunMode.Offline, directory.Path));
        Run run;

        using (var provider = services.BuildServiceProvider()) // not asynchronously
        {
            run = provider.GetRequiredService<Run>();
            run.Log(("a", 1));
        }

        Assert.Equal(0, HostProgram.ExitCodeOf(run));
    }

    [Fact]
    public void There_is_one_service_of_ours_however_often_it_is_added()
    {
        var services = new ServiceCollection().AddWandb().AddWandb(_ => { }).AddWandb();

        Assert.Single(services, service => service.ServiceType == typeof(IHostedService));
        Assert.Single(services, service => service.ServiceType == typeof(Run));
    }
}
