using Google.Protobuf;
using WandbActors.Cli.EventFiles;
using WandbActors.Testing;

namespace WandbActors.Cli.Importing;

/// <summary>Event files as other programs write them.</summary>
public sealed class EventFilesSpecs : IDisposable
{
    private readonly TempDirectory _home = new();

    [Fact]
    public void Values_of_a_step_become_one_row_however_they_are_scattered()
    {
        Write("a.tfevents.1", Scalar(0, "loss", 1), Scalar(0, "acc", 2), Scalar(1, "loss", 3), Scalar(2, "loss", 5), Scalar(1, "acc", 4));

        Assert.Equal(["0: loss=1 acc=2", "1: loss=3 acc=4", "2: loss=5"], Read().Select(row => row.Say));
    }

    [Fact]
    public void A_step_that_was_logged_twice_has_two_rows()
    {
        Write("a.tfevents.1", Scalar(0, "loss", 1), Scalar(1, "loss", 2));
        Write("a.tfevents.2", Scalar(1, "loss", 3), Scalar(2, "loss", 4));

        Assert.Equal(["0: loss=1", "1: loss=2", "1: loss=3", "2: loss=4"], Read().Select(row => row.Say));
    }

    [Fact]
    public void A_row_has_the_time_of_its_first_event_and_the_run_begins_with_the_file()
    {
        Write("a.tfevents.1", Scalar(0, "loss", 1, time: 1_700_000_010));

        Assert.Equal((1_700_000_010.0, 10.0), Read().Select(row => (row.Timestamp!.Value, row.Runtime!.Value)).Single());
    }

    [Fact]
    public void Numbers_and_texts_may_be_tensors_whose_kind_only_the_first_event_names()
    {
        var floats = new TensorProto { Dtype = TensorType.DtFloat, TensorContent = ByteString.CopyFrom(BitConverter.GetBytes(0.5f)) };
        var wholes = new TensorProto { Dtype = TensorType.DtInt64, Int64Val = { 3 } };
        var texts = new TensorProto { Dtype = TensorType.DtString, StringVal = { ByteString.CopyFromUtf8("hello") } };
        Write(
            "a.tfevents.1",
            Tensor(0, "f", floats, Plugins.Scalars), Tensor(0, "i", wholes, Plugins.Scalars), Tensor(0, "t", texts, Plugins.Text),
            Tensor(1, "f", floats), Tensor(1, "i", wholes), Tensor(1, "t", texts));

        Assert.Equal(["0: f=0.5 i=3 t=hello", "1: f=0.5 i=3 t=hello"], Read().Select(row => row.Say));
    }

    [Fact]
    public void A_histogram_s_endless_edges_end_with_what_was_seen()
    {
        var histogram = new HistogramProto { Min = -1, Max = 2, Num = 4, BucketLimit = { -1.5, 0, 1, double.MaxValue }, Bucket = { 0, 1, 2, 1 } };
        Write("a.tfevents.1", Event(0, new EventSummary.Types.Value { Tag = "w", Histo = histogram }));

        var value = Read().Single().Values["w"];

        var read = Assert.IsType<Histogram>(value.Reference);
        Assert.Equal([1, 2, 1], read.Counts);
        Assert.Equal([-1, 0, 1, 2], read.Edges);
    }

    [Fact]
    public void A_histogram_of_many_bins_is_joined_until_it_fits()
    {
        var histogram = new HistogramProto { Min = 0, Max = 1000, BucketLimit = { Enumerable.Range(1, 1000).Select(edge => (double)edge) }, Bucket = { Enumerable.Repeat(1.0, 1000) } };
        Write("a.tfevents.1", Event(0, new EventSummary.Types.Value { Tag = "w", Histo = histogram }));

        var read = Assert.IsType<Histogram>(Read().Single().Values["w"].Reference);

        Assert.Equal((500, 1000L, 1000.0), (read.Counts.Count, read.Counts.Sum(), read.Edges[^1]));
    }

    [Fact]
    public void What_is_not_taken_over_is_counted()
    {
        Write("a.tfevents.1", Scalar(0, "loss", 1), Tensor(0, "sound", new TensorProto { Dtype = TensorType.DtString, StringVal = { ByteString.CopyFromUtf8("RIFF") } }, "audio"));
        var source = Source();

        Assert.Equal(["0: loss=1"], source.Read().Select(row => new SeenRow(row).Say).ToList());
        Assert.Equal(["1 values of kind audio are not taken over"], source.Remarks);
    }

    [Theory]
    [InlineData(-1, "an event is incomplete")]
    [InlineData(1, "an event's header is damaged")]
    public void What_stands_before_the_damage_is_read_and_the_rest_said(int kind, string problem)
    {
        var path = Write("a.tfevents.1", Scalar(0, "loss", 1), Scalar(1, "loss", 2));
        using (var file = File.OpenWrite(path))
        {
            if (kind < 0)
                file.SetLength(file.Length - 1);
            else
                file.Write([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        }

        var source = Source();

        Assert.Equal(kind < 0 ? 1 : 0, source.Read().Count());
        Assert.Contains(problem, Assert.Single(source.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_cut_makes_a_run_of_what_is_there_and_that_is_no_success()
    {
        using (var file = File.OpenWrite(Write("a.tfevents.1", Scalar(0, "loss", 1), Scalar(1, "loss", 2))))
            file.SetLength(file.Length - 1);
        var tool = new Tool(_home);

        var exitCode = await tool.RunAsync("import", "a.tfevents.1", "--project", "golden");

        Assert.Equal(1, exitCode);
        Assert.Contains("1 row into run", tool.Output, StringComparison.Ordinal);
        Assert.Contains("what follows there was not read", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_directory_with_event_files_is_a_run()
    {
        Write("logs/train/a.tfevents.1", Scalar(0, "loss", 1));
        Write("logs/validation/a.tfevents.1", Scalar(0, "loss", 2));

        var sources = ImportSources.At([_home["logs"]]);
        var exitCode = await new Tool(_home).RunAsync("import", "logs", "--project", "golden");

        Assert.Equal(["train", "validation"], sources.Select(source => source.Name));
        Assert.Equal((0, 2), (exitCode, Directory.GetDirectories(_home["wandb"], "offline-run-*").Length));
    }

    public void Dispose() => _home.Dispose();

    private static Event Scalar(long step, string tag, float number, double time = 0) =>
        Event(step, new EventSummary.Types.Value { Tag = tag, SimpleValue = number }, time);

    private static Event Tensor(long step, string tag, TensorProto tensor, string? plugin = null) => Event(step, new EventSummary.Types.Value
    {
        Tag = tag,
        Tensor = tensor,
        Metadata = plugin is null ? null : new SummaryMetadata { PluginData = new SummaryMetadata.Types.PluginData { PluginName = plugin } },
    });

    private static Event Event(long step, EventSummary.Types.Value value, double time = 0) => new() { Step = step, WallTime = time, Summary = new EventSummary { Value = { value } } };

    private string Write(string name, params Event[] events)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_home[name])!);
        using var file = File.Create(_home[name]);
        var writer = new EventWriter(file, 1_700_000_000);
        foreach (var happened in events)
            writer.Write(happened);
        return _home[name];
    }

    private IImportSource Source() => ImportSources.At([_home.Path]).Single();

    private List<SeenRow> Read() => [.. Source().Read().Select(row => new SeenRow(row))];

    /// <summary>What a row was, kept.</summary>
    private sealed class SeenRow(ImportedRow row)
    {
        public double? Timestamp { get; } = row.Timestamp;

        public double? Runtime { get; } = row.Runtime;

        public Dictionary<string, MetricValue> Values { get; } = row.Values.ToDictionary(value => value.Name, value => value.Value);

        public string Say { get; } = $"{row.Step}: {string.Join(' ', row.Values.Select(value => $"{value.Name}={value.Value.ToString().Trim('"')}"))}";
    }
}
