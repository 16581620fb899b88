using WandbActors.Testing;

namespace WandbActors.Cli.Exporting;

/// <summary>Event files, read back by a reader of their own.</summary>
public sealed class EventFileSpecs : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly Tool _tool;

    public EventFileSpecs() => _tool = new Tool(_home);

    [Fact]
    public async Task Each_row_is_an_event_with_its_step_and_time()
    {
        await RealRun.WriteAsync(_home, "one", run =>
        {
            run.Log(7, commit: true, ("loss", 0.1), ("flag", true));
            run.Log(9, commit: true, ("loss", double.NaN), ("_timestamp", 1_800_000_000.25));
        });

        var events = await ExportAsync("one");

        Assert.Equal(("brain.Event:2", 0), (events[0].Version, events[0].Values.Count));
        Assert.Equal((7, 0.1f, 1f), (events[1].At, events[1].Values["loss"].Scalar, events[1].Values["flag"].Scalar));
        Assert.Equal((9, float.NaN, 1_800_000_000.25), (events[2].At, events[2].Values["loss"].Scalar, events[2].Time));
        Assert.Equal(["flag", "loss"], events[1].Values.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(events[1].Time - events[0].Time, 0, 600);
    }

    [Fact]
    public async Task Texts_histograms_and_images_are_what_TensorBoard_knows_them_as()
    {
        await RealRun.WriteAsync(_home, "one", run => run.Log(
            ("note", "two\nlines, ü"),
            ("weights", Histogram.FromCounts([1, 0, 3], [0, 0.5, 1, 2])),
            ("picture", new Image(new byte[2 * 2 * 3], width: 2, height: 2)),
            ("list", MetricValue.Of(new[] { 1, 2 }))));

        var values = (await ExportAsync("one"))[1].Values;

        Assert.Equal("two\nlines, ü", values["note"].Text);
        Assert.Equal("0 2 4 0.5 1 2 1 0 3", values["weights"].Histogram);
        Assert.Equal([0x89, 0x50, 0x4e, 0x47], values["picture"].ImageFile[..4]);
        Assert.Equal("[1,2]", values["list"].Text);
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_the_text_that_names_it()
    {
        await RealRun.WriteAsync(_home, "one", run => run.Log(("picture", new Image(new byte[2 * 2 * 3], width: 2, height: 2))));
        Directory.Delete(_home["wandb/latest-run/files/media"], recursive: true);

        var values = (await ExportAsync("one"))[1].Values;

        Assert.Contains("image-file", values["picture"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_names_a_file_elsewhere_is_not_believed()
    {
        _home.Write("secret.png", "not yours");
        Directory.CreateDirectory(_home["run/files"]);

        var images = new LoggedImages(_home["run"], """{"_type":"image-file","path":"../../secret.png","width":1,"height":1}""").Read();

        Assert.Empty(images);
    }

    [Fact]
    public void Equal_bins_that_are_only_counted_are_a_histogram_too()
    {
        var histogram = EventHistogram.Of("""{"_type":"histogram","values":[1,2],"packedBins":{"min":-1,"size":0.5,"count":2}}""")!;

        Assert.Equal((-1, 0, 3), (histogram.Min, histogram.Max, histogram.Num));
        Assert.Equal([-0.5, 0], histogram.BucketLimit);
    }

    public void Dispose() => _home.Dispose();

    private async Task<IReadOnlyList<PlainEventFile.PlainEvent>> ExportAsync(string run)
    {
        Assert.Equal(0, await _tool.RunAsync("export", run, "--to", "tensorboard", "-o", "logs"));
        return PlainEventFile.Read(Directory.GetFiles(_home["logs"], "events.out.tfevents.*").Single()).Events;
    }
}
