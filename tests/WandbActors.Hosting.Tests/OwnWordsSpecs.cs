using Microsoft.Extensions.Logging;
using WandbActors.Hosting.Tests.Support;

namespace WandbActors.Hosting.Tests;

/// <summary>What the runtime has to say is in the host's log, under numbers that stay.</summary>
public sealed class OwnWordsSpecs : IAsyncLifetime
{
    private readonly HostProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task From_the_start_of_a_run_to_its_end()
    {
        await _program.Host.StartAsync();
        var run = _program.Run;
        run.Log(("a", 1));
        await _program.Host.StopAsync();
        run.Log(("late", 1));

        var (started, ended, late) = (Said(1), Said(6), Said(5));
        Assert.Equal((LogLevel.Information, $"Run {run.Id} is offline; it is kept in {run.Directory}"), (started.Level, started.Text));
        Assert.Equal(
            (LogLevel.Information, $"Run {run.Id} has ended. Rows: 1 logged, 1 in the log. Its files are in {run.Directory}. Send it by: wandb-actors sync {run.Directory}"),
            (ended.Level, ended.Text));
        Assert.Equal(LogLevel.Warning, late.Level);
    }

    [Fact]
    public async Task And_its_troubles_which_the_runs_own_output_lacks()
    {
        _program.Logging.AddWandb();
        await _program.Host.StartAsync();
        var run = _program.Run;

        run.Log("a text has no names");
        await run.FlushAsync();
        await _program.Host.StopAsync();

        Assert.Equal(LogLevel.Warning, Said(4).Level);
        Assert.DoesNotContain(HostProgram.LinesOf(run), line => line.Contains(": WandbActors.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_a_trouble()
    {
        var file = _program.Directory["file"];
        await File.WriteAllTextAsync(file, "no directory");
        _program.Services.AddWandb(options => options.Directory = file);

        await _program.Host.StartAsync();
        await _program.Host.StopAsync();

        Assert.Equal(LogLevel.Warning, Said(4).Level);
        Assert.Contains("the run is kept in", Said(4).Text);
        Directory.Delete(_program.Run.Directory, recursive: true);
    }

    [Fact]
    public async Task A_log_that_fails_fails_nothing_of_the_run()
    {
        _program.Logging.AddProvider(new ThrowingLoggers("WandbActors.Run"));
        await _program.Host.StartAsync();
        var run = _program.Run;
        run.Log(("a", 1));

        var receipt = await run.FinishAsync();
        run.Log(("late", 1));

        Assert.Equal(1, receipt.RowsInLog);
        await _program.Host.StopAsync();
    }

    private RecordingLoggers.LoggedLine Said(int number) => _program.Log.Lines.Single(line => line.Category == "WandbActors.Run" && line.EventId == number);
}
