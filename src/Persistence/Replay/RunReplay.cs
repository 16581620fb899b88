using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// What a run's records add up to. All records go in once, in order, also those that a server already has; the state then says what it
/// is to hold. Does no I/O and reads no clock; one caller at a time.
/// </summary>
internal sealed class RunReplay
{
    private readonly TelemetryState _telemetry = new();
    private readonly MetricRules _metrics = new();

    /// <param name="senderVersion">What sends the log; listed as the core's version unless the log names one.</param>
    /// <param name="isSync">Whether the log is sent after the run, which is listed among its features.</param>
    public RunReplay(string senderVersion, bool isSync = false)
    {
        Config = new ConfigState(_telemetry, _metrics, Environment);
        _telemetry.Apply(new TelemetryRecord { CoreVersion = senderVersion, Feature = new Feature { Sync2 = isSync } });
    }

    public RunState Run { get; } = new();

    public ConfigState Config { get; }

    public SummaryState Summary { get; } = new();

    public EnvironmentState Environment { get; } = new();

    public ConsoleState Console { get; } = new();

    /// <summary>History records so far; each is one line.</summary>
    public long HistoryLineCount { get; private set; }

    /// <summary>Machine samples so far; each is one line.</summary>
    public long EventsLineCount { get; private set; }

    /// <summary>Records that meant nothing here.</summary>
    public long IgnoredCount { get; private set; }

    public ReplayEffect Apply(Record record)
    {
        switch (record.RecordTypeCase)
        {
            case Record.RecordTypeOneofCase.History:
                HistoryLineCount++;
                return new ReplayEffect.HistoryLine(record.History);
            case Record.RecordTypeOneofCase.Stats:
                EventsLineCount++;
                return new ReplayEffect.EventsLine(record.Stats, Run.Fields);
            case Record.RecordTypeOneofCase.Summary:
                Summary.Apply(record.Summary);
                return ReplayEffect.SummaryChanged.Instance;
            case Record.RecordTypeOneofCase.OutputRaw:
                Console.Apply(record.OutputRaw);
                return ReplayEffect.ConsoleChanged.Instance;
            case Record.RecordTypeOneofCase.OutputLogger:
                Console.Apply(record.OutputLogger);
                return ReplayEffect.ConsoleChanged.Instance;
            case Record.RecordTypeOneofCase.Run:
                return Apply(record.Run);
            case Record.RecordTypeOneofCase.Config:
                Config.Apply(record.Config);
                return ConfigChanged(ReplayEffect.UpsertNeeded.Instance);
            case Record.RecordTypeOneofCase.Telemetry:
                _telemetry.Apply(record.Telemetry);
                return ConfigChanged(ReplayEffect.UpsertNeeded.Instance);
            case Record.RecordTypeOneofCase.Metric:
                _metrics.Apply(record.Metric);
                return ConfigChanged(ReplayEffect.UpsertNeeded.Instance);
            case Record.RecordTypeOneofCase.Environment:
                Environment.Apply(record.Environment);
                return ConfigChanged(ReplayEffect.EnvironmentChanged.Instance);
            case Record.RecordTypeOneofCase.Files:
                return new ReplayEffect.FilesNamed(record.Files.Files);
            case Record.RecordTypeOneofCase.Artifact:
                return new ReplayEffect.ArtifactLogged(record.Artifact);
            case Record.RecordTypeOneofCase.UseArtifact:
                return new ReplayEffect.ArtifactUsed(record.UseArtifact);
            case Record.RecordTypeOneofCase.Alert:
                return new ReplayEffect.AlertRaised(record.Alert);
            case Record.RecordTypeOneofCase.Preempting:
                return ReplayEffect.Preempting.Instance;
            case Record.RecordTypeOneofCase.Exit:
                return new ReplayEffect.Exited(record.Exit.ExitCode, !record.Exit.NotComplete);
            default:
                IgnoredCount++;
                return new ReplayEffect.Ignored(record.RecordTypeCase);
        }
    }

    /// <summary>So many history records went by that nobody has parsed: they change nothing else.</summary>
    public void CountRows(long count) => HistoryLineCount += count;

    /// <summary>The run goes on from what earlier attempts have left: it lies below what the records have said, and will say.</summary>
    public void GoOnFrom(RunSoFar soFar)
    {
        Summary.LayBelow(soFar);
        Config.LayBelow(soFar);
        Run.NoteConfigChange();
    }

    private ReplayEffect Apply(RunRecord record)
    {
        var isFirst = Run.Fields is null;
        Run.Apply(record);
        if (record.Config is { } config)
            Config.Apply(config);
        if (record.Telemetry is { } telemetry)
            _telemetry.Apply(telemetry);
        if (record.Summary is { } summary)
            Summary.Apply(summary);
        if (isFirst)
            return ConfigChanged(ReplayEffect.RunRegistered.Instance);

        // A later one says what people see of the run; most leave the config alone.
        var changesConfig = record.Telemetry is not null || record.Config is { Update.Count: > 0 } or { Remove.Count: > 0 };
        return changesConfig ? ConfigChanged(ReplayEffect.UpsertNeeded.Instance) : ReplayEffect.UpsertNeeded.Instance;
    }

    private ReplayEffect ConfigChanged(ReplayEffect effect)
    {
        Run.NoteConfigChange();
        return effect;
    }
}
