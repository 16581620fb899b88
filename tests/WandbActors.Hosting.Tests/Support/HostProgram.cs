using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WandbActors.Testing;

namespace WandbActors.Hosting.Tests.Support;

/// <summary>A whole host whose runs are kept offline in a directory of its own, and whose log is kept in memory.</summary>
internal sealed class HostProgram : IAsyncDisposable
{
    private const int OutputRaw = 13;

    private readonly TempDirectory _directory = new();
    private readonly HostApplicationBuilder _builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
    private IHost? _host;

    public HostProgram()
    {
        _builder.Logging.AddProvider(Log);
        _builder.Services.AddWandb(options =>
        {
            options.Project = "hosted";
            options.Mode = RunMode.Offline;
            options.Directory = _directory.Path;
            options.SystemMetrics = false;
        });
    }

    public IServiceCollection Services => _builder.Services;

    public ILoggingBuilder Logging => _builder.Logging;

    public RecordingLoggers Log { get; } = new();

    public TempDirectory Directory => _directory;

    /// <summary>The host, built on the first call: then no more services can be added.</summary>
    public IHost Host => _host ??= _builder.Build();

    public Run Run => Host.Services.GetRequiredService<Run>();

    public static PlainLog LogOf(Run run) => PlainLog.Read(Path.Combine(run.Directory, $"run-{run.Id}.wandb"));

    /// <summary>What the run's <c>output.log</c> is made of.</summary>
    public static string[] LinesOf(Run run) =>
        [.. LogOf(run).Records.Where(record => record.Kind == OutputRaw).Select(record => record.Fields.Single(field => field.Number == 3).Text.TrimEnd('\n'))];

    public static long ExitCodeOf(Run run)
    {
        var exit = LogOf(run).Records.Single(record => record.Kind == PlainRecord.Exit);
        return (long)(exit.Fields.SingleOrDefault(field => field.Number == 1)?.Value ?? 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
        _directory.Dispose();
    }
}
