using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WandbActors.Hosting.Tests.Support;

namespace WandbActors.Hosting.Tests;

public sealed class WandbLoggerSpecs : IAsyncLifetime
{
    private readonly HostProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task A_line_has_level_category_number_scopes_and_exception()
    {
        _program.Logging.AddWandb();
        await _program.Host.StartAsync();
        var logger = Logger("Training.Loader");

        using (logger.BeginScope("epoch {Epoch}", 3))
        using (logger.BeginScope("shard"))
            logger.LogError(new EventId(7), new IOException("gone"), "Lost {Count} files", 2);
        await _program.Host.StopAsync();

        var lines = HostProgram.LinesOf(_program.Run);
        Assert.Contains("fail: Training.Loader[7] Lost 2 files => epoch 3 => shard\nSystem.IO.IOException: gone", lines);
    }

    [Fact]
    public async Task A_scope_that_is_a_dictionary_shows_what_is_in_it()
    {
        _program.Logging.AddWandb();
        await _program.Host.StartAsync();
        var logger = Logger("Loader");

        using (logger.BeginScope(new Dictionary<string, object> { ["epoch"] = 3, ["rate"] = 0.5 }))
        using (logger.BeginScope(new Dictionary<string, int> { ["shard"] = 12 }))
            logger.LogInformation("read");
        await _program.Host.StopAsync();

        Assert.Contains("info: Loader read => epoch: 3, rate: 0.5 => shard: 12", HostProgram.LinesOf(_program.Run));
    }

    [Fact]
    public async Task What_is_logged_before_the_run_starts_comes_first_and_what_is_too_much_is_counted()
    {
        _program.Logging.AddWandb(options => options.MaxHeldLines = 2);
        var logger = Logger("Early");
        for (var line = 0; line < 5; line++)
            logger.LogInformation("line {Number}", line);

        await _program.Host.StartAsync();
        logger.LogInformation("running");
        await _program.Host.StopAsync();

        var lines = HostProgram.LinesOf(_program.Run).Where(line => line.Contains("Early", StringComparison.Ordinal) || line.Contains("more lines", StringComparison.Ordinal));
        Assert.Equal(
            ["3 more lines were logged before the run had started; the first 2 follow.", "info: Early line 0", "info: Early line 1", "info: Early running"], lines.Order());
    }

    [Fact]
    public async Task Lines_go_into_the_run_that_is_their_scope_else_into_the_default_run()
    {
        _program.Logging.AddWandb();
        await _program.Host.StartAsync();
        var fold = await _program.Host.Services.GetRequiredService<IRunFactory>().StartAsync();
        var logger = Logger("Folds");

        using (logger.BeginScope(fold))
            logger.LogInformation("inside");
        logger.LogInformation("outside");
        await _program.Host.StopAsync();

        Assert.Equal([$"info: Folds inside => run {fold.Id}"], HostProgram.LinesOf(fold));
        Assert.Equal("info: Folds outside", Assert.Single(HostProgram.LinesOf(_program.Run), line => line.Contains("Folds", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Levels_are_set_under_the_providers_own_name()
    {
        _program.Logging.AddWandb();
        _program.Services.AddLogging(logging => logging.AddConfiguration(Settings.Of(
            ("LogLevel:Default", "Debug"), ("Wandb:LogLevel:Default", "Warning"), ("Wandb:IncludeScopes", "false"))));
        await _program.Host.StartAsync();
        var logger = Logger("Some");

        logger.LogInformation("information");
        using (logger.BeginScope("scope"))
            logger.LogWarning("warning");
        await _program.Host.StopAsync();

        Assert.Equal(["warn: Some warning"], HostProgram.LinesOf(_program.Run).Where(line => line.Contains("Some", StringComparison.Ordinal)));
        Assert.Contains(_program.Log.Lines, line => line.Text == "information");
    }

    private ILogger Logger(string category) => _program.Host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
}
