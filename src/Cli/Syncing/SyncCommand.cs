using System.CommandLine;
using System.CommandLine.Parsing;
using WandbActors.Persistence.Upload;
using WandbActors.Resolution;

namespace WandbActors.Cli.Syncing;

/// <summary><c>wandb-actors sync</c>: its arguments, and what is wrong with them.</summary>
internal sealed class SyncCommand : ToolCommand
{
    private const string Purpose =
        """
        Sends the runs in PATH to a W&B server and leaves a marker beside each log of which all has arrived.
        A run that was sent in part goes on from where it stopped; what a killed process left is recovered first.
        """;

    private const string More =
        """
        Examples:
          wandb-actors sync wandb
          wandb-actors sync wandb/offline-run-20260821_101500-ab12cd34 --project digits
          wandb-actors sync latest
          wandb-actors sync wandb --watch

        Exit codes: 0 everything was sent, 1 something was not, 2 the command line is wrong, 3 a run is in use, 130 interrupted.
        A watch ends with 0 at Ctrl-C.
        """;

    private const int DefaultTimeoutSeconds = 120;

    private const int DefaultIntervalSeconds = 5;

    // A day is more than anybody waits at a terminal, and less than timers can hold.
    private const int MaxTimeoutSeconds = 86400;

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Runs (their .wandb file, directory, id, or \"latest\"), or a wandb directory. Of the last, those runs are sent of which the server lacks something.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _includesOnline = new("--include-online") { Description = "In a wandb directory, take also runs that were online of which nothing here says how far they were sent, or that have no end." };
    private readonly Option<bool> _includesSynced = new("--include-synced") { Description = "In a wandb directory, take runs that have been sent too." };

    private readonly RewriteOptions _rewrite = new();

    private readonly Option<string> _baseUrl = new("--base-url")
    {
        Description = "The server's address. The default is WANDB_BASE_URL, the settings files', or https://api.wandb.ai.",
        HelpName = "URL",
    };

    private readonly Option<string> _apiKey = new("--api-key")
    {
        Description = "The key to the server; others on this machine can see it there. The default is WANDB_API_KEY, the settings files', or the netrc file's.",
        HelpName = "KEY",
    };

    private readonly Option<TimeSpan> _timeout = new("--timeout")
    {
        Description = $"Give up a run when the server has confirmed nothing for so many seconds. The default is {DefaultTimeoutSeconds}.",
        HelpName = "SECONDS",
        CustomParser = ParseSeconds,
    };

    private readonly Option<bool> _isWatching = new("--watch")
    {
        Description = "Go on: send runs as they end, and logs as they grow that nobody here writes, until Ctrl-C.",
    };

    private readonly Option<TimeSpan> _interval = new("--interval")
    {
        Description = $"With --watch, look every so many seconds. The default is {DefaultIntervalSeconds}.",
        HelpName = "SECONDS",
        CustomParser = ParseSeconds,
    };

    private readonly Option<bool> _isDryRun = new("--dry-run") { Description = "Say what would be sent, and send nothing." };

    public SyncCommand(Terminal terminal)
        : base("sync", Purpose, More)
    {
        Add(_paths);
        foreach (var option in (Option[])[.. _rewrite.All, _includesOnline, _includesSynced, _baseUrl, _apiKey, _timeout, _isWatching, _interval, _isDryRun])
            Add(option);
        _paths.Validators.Add(CommandLine.RefuseOptions);
        _baseUrl.Validators.Add(given => CommandLine.Refuse(given, FindAddressProblem(given.GetValueOrDefault<string>())));
        _apiKey.Validators.Add(given => CommandLine.Refuse(given, ApiKey.FindProblem(given.GetValueOrDefault<string>())));
        Validators.Add(given =>
        {
            if (given.GetValue(_isWatching) && given.GetValue(_isDryRun))
                given.AddError("--watch and --dry-run exclude each other.");
        });
        SetAction((parsed, cancellation) => RunAsync(Read(parsed), terminal, cancellation));
    }

    private static Task<int> RunAsync(SyncOptions options, Terminal terminal, CancellationToken cancellation) => options.WatchPeriod is { } period
        ? new SyncWatch(options, terminal, period).RunAsync(cancellation)
        : new SyncSession(options, terminal).RunAsync(cancellation);

    private SyncOptions Read(ParseResult parsed) => new()
    {
        Paths = parsed.GetRequiredValue(_paths),
        IncludesOnline = parsed.GetValue(_includesOnline),
        IncludesSynced = parsed.GetValue(_includesSynced),
        Rewrite = _rewrite.Read(parsed),
        BaseUrl = parsed.GetValue(_baseUrl),
        ApiKey = parsed.GetValue(_apiKey),
        Patience = parsed.GetResult(_timeout) is null ? TimeSpan.FromSeconds(DefaultTimeoutSeconds) : parsed.GetValue(_timeout),
        WatchPeriod = !parsed.GetValue(_isWatching) ? null
            : parsed.GetResult(_interval) is null ? TimeSpan.FromSeconds(DefaultIntervalSeconds)
            : parsed.GetValue(_interval),
        IsDryRun = parsed.GetValue(_isDryRun),
    };

    private static string? FindAddressProblem(string text) =>
        ServerAddress.TryParse(text, out _, out var problem) ? ServerAddress.FindProblem(new Uri(text)) : problem;

    private static TimeSpan ParseSeconds(ArgumentResult given) =>
        TimeSpan.FromSeconds(CommandLine.Number(given, seconds => seconds is > 0 and <= MaxTimeoutSeconds, $"seconds above 0 and up to {MaxTimeoutSeconds}") ?? 0);
}
