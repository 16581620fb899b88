using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WandbActors.Hosting.Tests.Support;

namespace WandbActors.Hosting.Tests;

public sealed class AkkaHostingSpecs : IAsyncLifetime
{
    private readonly HostProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task Runs_live_in_the_applications_system_with_its_settings()
    {
        AddAkka("wandb.buffer.size = 1 MiB");
        await _program.Host.StartAsync();
        var system = _program.Host.Services.GetRequiredService<ActorSystem>();

        var run = _program.Run;

        Assert.Equal("fleet", run.Actor.Path.Address.System);
        Assert.Equal(1 << 20, WandbExtension.For(system).Settings.Buffer.Bytes);
        await _program.Host.StopAsync();
    }

    [Fact]
    public async Task Actors_are_found_in_the_registry()
    {
        AddAkka();
        await _program.Host.StartAsync();
        var services = _program.Host.Services;

        var (supervisor, actor) = (services.GetRequiredService<IRequiredActor<RunSupervisor>>(), services.GetRequiredService<IRequiredActor<DefaultRun>>());
        actor.ActorRef.Tell(new LogRow(("a", 1)));
        await _program.Run.FlushAsync();
        await _program.Host.StopAsync();

        Assert.Equal("/user/wandb", supervisor.ActorRef.Path.ToStringWithoutAddress());
        Assert.Equal(_program.Run.Actor, actor.ActorRef);
        Assert.Single(HostProgram.LogOf(_program.Run).History);
    }

    [Fact]
    public async Task A_run_that_a_message_starts_is_in_the_hosts_log_and_ends_with_the_host()
    {
        AddAkka();
        _program.Services.AddWandb(options => options.StartRun = false);
        await _program.Host.StartAsync();
        var supervisor = _program.Host.Services.GetRequiredService<IRequiredActor<RunSupervisor>>().ActorRef;

        var started = await supervisor.Ask<RunStarted>(new StartRun(new RunOptions { Mode = RunMode.Offline, Directory = _program.Directory.Path, SystemMetrics = false }));
        started.Actor.Tell(new LogRow(("a", 1)));
        await _program.Host.StopAsync();

        Assert.Single(_program.Log.Lines, line => line is { Category: "WandbActors.Run", EventId: 1 } && line.Text.Contains(started.RunId, StringComparison.Ordinal));
        Assert.Contains("Rows: 1 logged, 1 in the log", _program.Log.Lines.Single(line => line is { Category: "WandbActors.Run", EventId: 6 }).Text);
    }

    [Fact]
    public async Task What_services_and_actors_log_while_the_host_stops_is_in_the_run()
    {
        AddAkka(start: system => CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceUnbind, "last-words", () =>
        {
            _program.Run.Log(("at", "unbind"));
            return Task.FromResult(Akka.Done.Instance);
        }));
        _program.Services.AddHostedService<Training>();
        await _program.Host.StartAsync();
        var run = _program.Run;

        await _program.Host.StopAsync();

        Assert.Equal(["\"start\"", "\"stop\"", "\"unbind\""], HostProgram.LogOf(run).History.Select(row => row["at"]));
        Assert.Equal(0, HostProgram.ExitCodeOf(run));
        Assert.Single(_program.Log.Lines, line => line is { Category: "WandbActors.Run", EventId: 6 });
    }

    [Fact]
    public async Task A_service_that_fails_marks_the_run_as_failed_here_too()
    {
        AddAkka();
        _program.Services.AddHostedService<FailingTraining>();
        var stopping = new TaskCompletionSource();
        _program.Host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        await _program.Host.StartAsync();
        await stopping.Task;
        var run = _program.Run;

        await Record.ExceptionAsync(() => _program.Host.StopAsync());

        Assert.Equal(1, HostProgram.ExitCodeOf(run));
    }

    [Fact]
    public async Task A_system_that_ends_before_the_hosts_services_is_warned_of()
    {
        _program.Services.AddAkka("early", akka => akka.ConfigureLoggers(loggers => loggers.ClearLoggers()));
        await _program.Host.StartAsync();
        await _program.Host.StopAsync();

        Assert.Single(_program.Log.Lines, line => line is { Category: "WandbActors.Hosting", EventId: 11 });
    }

    [Fact]
    public async Task A_system_that_was_made_otherwise_is_used_as_well_and_outlives_the_host()
    {
        var system = ActorSystem.Create("own", "akka { loggers = [], stdout-loglevel = OFF, coordinated-shutdown.run-by-clr-shutdown-hook = off }");
        _program.Services.AddSingleton(system);
        await _program.Host.StartAsync();
        var run = _program.Run;

        await _program.Host.StopAsync();

        Assert.Equal("own", run.Actor.Path.Address.System);
        Assert.Equal(0, HostProgram.ExitCodeOf(run));
        Assert.False(system.WhenTerminated.IsCompleted);
        await system.Terminate();
    }

    [Fact]
    public async Task Without_a_host_of_runs_the_system_has_the_runtime()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddAkka("alone", akka => akka.WithWandb().WithWandb())).Build();
        await host.StartAsync();

        var supervisor = host.Services.GetRequiredService<IRequiredActor<RunSupervisor>>().ActorRef;

        Assert.Equal(WandbExtension.For(host.Services.GetRequiredService<ActorSystem>()).Runs, supervisor);
        await host.StopAsync();
    }

    private void AddAkka(string? hocon = null, Action<ActorSystem>? start = null) => _program.Services.AddAkka("fleet", akka => akka
        .ConfigureLoggers(loggers => loggers.ClearLoggers())
        .WithWandb(hocon)
        .WithActors((system, _) => start?.Invoke(system)));
}
