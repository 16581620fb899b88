using FsCheck;
using FsCheck.Xunit;
using WandbActors.Persistence.Records;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Persistence.Replay;

public sealed class RunReplaySpecs
{
    private readonly RunReplay _replay = new("0.1.0");

    [Fact]
    public void The_first_run_record_registers_and_later_ones_update()
    {
        var record = new Record { Run = new RunRecord { RunId = "r" } };

        var first = _replay.Apply(record);
        var second = _replay.Apply(record);

        Assert.IsType<ReplayEffect.RunRegistered>(first);
        Assert.IsType<ReplayEffect.UpsertNeeded>(second);
    }

    [Fact]
    public void A_run_record_brings_config_telemetry_and_a_resumed_summary()
    {
        _replay.Apply(new Record
        {
            Run = new RunRecord
            {
                RunId = "r",
                Config = new ConfigRecord { Update = { new ConfigItem { Key = "lr", ValueJson = "1" } } },
                Telemetry = new TelemetryRecord { PythonVersion = "3" },
                Summary = new SummaryRecord { Update = { new SummaryItem { Key = "loss", ValueJson = "2" } } },
            },
        });

        Assert.Equal("""{"lr":{"value":1},"_wandb":{"value":{"t":{"4":"3","12":"0.1.0"},"m":[],"python_version":"3"}}}""", _replay.Config.ToJson());
        Assert.True(_replay.Summary.IsChanged);
    }

    [Fact]
    public void A_sync_is_listed_among_the_features()
    {
        var config = new RunReplay("0.1.0", isSync: true).Config.ToJson();

        Assert.Equal("""{"_wandb":{"value":{"t":{"3":[76],"12":"0.1.0"},"m":[]}}}""", config);
    }

    [Fact]
    public void The_version_that_the_log_names_wins_over_the_senders()
    {
        _replay.Apply(new Record { Telemetry = new TelemetryRecord { CoreVersion = "9" } });

        Assert.Contains("\"12\":\"9\"", _replay.Config.ToJson());
    }

    [Fact]
    public void Every_kind_has_its_effect()
    {
        Assert.IsType<ReplayEffect.HistoryLine>(_replay.Apply(new Record { History = new HistoryRecord() }));
        Assert.IsType<ReplayEffect.EventsLine>(_replay.Apply(new Record { Stats = new StatsRecord() }));
        Assert.IsType<ReplayEffect.SummaryChanged>(_replay.Apply(new Record { Summary = new SummaryRecord() }));
        Assert.IsType<ReplayEffect.ConsoleChanged>(_replay.Apply(new Record { OutputRaw = new OutputRawRecord() }));
        Assert.IsType<ReplayEffect.ConsoleChanged>(_replay.Apply(new Record { OutputLogger = new OutputLoggerRecord() }));
        Assert.IsType<ReplayEffect.UpsertNeeded>(_replay.Apply(new Record { Config = new ConfigRecord() }));
        Assert.IsType<ReplayEffect.UpsertNeeded>(_replay.Apply(new Record { Telemetry = new TelemetryRecord() }));
        Assert.IsType<ReplayEffect.UpsertNeeded>(_replay.Apply(new Record { Metric = new MetricRecord() }));
        Assert.IsType<ReplayEffect.EnvironmentChanged>(_replay.Apply(new Record { Environment = new EnvironmentRecord() }));
        Assert.IsType<ReplayEffect.FilesNamed>(_replay.Apply(new Record { Files = new FilesRecord() }));
        Assert.IsType<ReplayEffect.AlertRaised>(_replay.Apply(new Record { Alert = new AlertRecord() }));
        Assert.IsType<ReplayEffect.Preempting>(_replay.Apply(new Record { Preempting = new RunPreemptingRecord() }));
        Assert.Equal(0, _replay.IgnoredCount);
    }

    [Fact]
    public void Records_of_other_kinds_are_counted()
    {
        var effects = new[] { new Record(), new Record { Header = new HeaderRecord() }, new Record { Tbrecord = new TBRecord() } }.Select(_replay.Apply).ToList();

        Assert.Equal(
            [new ReplayEffect.Ignored(Record.RecordTypeOneofCase.None), new ReplayEffect.Ignored(Record.RecordTypeOneofCase.Header), new ReplayEffect.Ignored(Record.RecordTypeOneofCase.Tbrecord)],
            effects);
        Assert.Equal(3, _replay.IgnoredCount);
    }

    [Fact]
    public void A_kind_of_the_future_is_ignored()
    {
        byte[] wire = [0x08, 0x01, 0xE2, 0x01, 0x02, 0x08, 0x01]; // num 1, field 28 {1: 1}

        Assert.Equal(new ReplayEffect.Ignored(Record.RecordTypeOneofCase.None), _replay.Apply(Record.Parser.ParseFrom(wire)));
    }

    [Fact]
    public void An_exit_tells_its_code_and_whether_the_run_is_over()
    {
        var exited = _replay.Apply(new Record { Exit = new RunExitRecord { ExitCode = 3 } });
        var left = _replay.Apply(new Record { Exit = new RunExitRecord { NotComplete = true } });

        Assert.Equal(new ReplayEffect.Exited(3, IsComplete: true), exited);
        Assert.Equal(new ReplayEffect.Exited(0, IsComplete: false), left);
    }

    [Property(MaxTest = 30)]
    public bool A_recorded_run_ends_the_same_wherever_it_was_taken_from_in_between(PositiveInt seed)
    {
        var run = new GoldenRun(seed.Get % 2 == 0 ? "console" : "metrics");
        var random = new Random(seed.Get);
        var whole = run.Replay(_ => { });
        var summary = "";
        var console = new SortedDictionary<int, ConsoleLine>();

        var replay = new RunReplay("0.28.3.dev1", isSync: true);
        foreach (var record in run.Records)
        {
            replay.Apply(record);
            if (random.Next(3) == 0)
                Take();
        }

        Take();
        return summary == System.Text.Encoding.UTF8.GetString(whole.Summary.ToUtf8().Span)
            && console.Values.SequenceEqual(whole.Console.Lines.TakeChanges())
            && replay.Config.ToJson() == whole.Config.ToJson()
            && replay.Run.Changes == UpsertParts.None
            && replay.HistoryLineCount == whole.HistoryLineCount;

        void Take()
        {
            if (replay.Summary.IsChanged)
                summary = System.Text.Encoding.UTF8.GetString(replay.Summary.TakeLine().Span);
            replay.Console.Lines.TakeChanges().ToList().ForEach(line => console[line.Number] = line);
            replay.Run.TakeChanges();
            replay.Config.ToYaml();
        }
    }
}
