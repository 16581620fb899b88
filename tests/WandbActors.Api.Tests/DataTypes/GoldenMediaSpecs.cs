using System.Text.Json;
using System.Text.Json.Nodes;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Testing;

namespace WandbActors.Api.Tests.DataTypes;

/// <summary>The cases <c>media</c> and <c>table</c> of the corpus, logged through our own API.</summary>
public sealed class GoldenMediaSpecs : IAsyncLifetime
{
    private static readonly string[] Images = ["img", "img_gray", "imgs", "imgs_nocap", "box"];

    private readonly OfflineProgram _program = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _program.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_value_is_logged_as_the_official_client_logs_it()
    {
        var run = await LogMediaAsync();

        var rows = RunFiles.RowsOf(RunFiles.RecordsOf(run));

        Assert.Equal(3, rows.Count);
        foreach (var (row, official) in rows.Zip(RowsOf("media")))
        {
            foreach (var (name, value) in official.Where(member => !member.Key.StartsWith('_')))
                Assert.Equal(Meaning(name, value!), Meaning(name, row[name]!));
        }
    }

    [Fact]
    public async Task Every_file_has_the_official_name_and_content()
    {
        var run = await LogMediaAsync();

        var named = RunFiles.NamedIn(RunFiles.RecordsOf(run));

        var official = NamedOfficially("media");
        Assert.Equal(official.Where(IsNoImage).Order(), named.Where(IsNoImage).Order());
        Assert.Equal(official.Where(IsImage).Distinct().Select(WithoutHash).Order(), named.Where(IsImage).Distinct().Select(WithoutHash).Order());
        Assert.All(named.Where(IsNoImage), path => Assert.Equal(ReadOfficial("media", path), RunFiles.Read(run, path)));
    }

    [Fact]
    public async Task Every_image_has_the_official_pixels()
    {
        var run = await LogMediaAsync();

        var pixels = RunFiles.NamedIn(RunFiles.RecordsOf(run)).Where(IsImage).Distinct().Select(path => Pixels(path, RunFiles.Read(run, path)));

        var official = NamedOfficially("media").Where(IsImage).Distinct().Select(path => Pixels(path, ReadOfficial("media", path)));
        Assert.Equal(official.Order(), pixels.Order());
    }

    [Theory]
    [InlineData("media")]
    [InlineData("table")]
    public async Task Every_table_is_an_artifact_of_the_official_digest(string name)
    {
        var run = name == "media" ? await LogMediaAsync() : await LogTablesAsync();

        var artifacts = RunFiles.RecordsOf(run).Where(record => record.Artifact is not null).Select(record => record.Artifact).ToList();

        var official = RunFiles.RecordsOf(Golden.LogOf(name)).Where(record => record.Artifact is not null).Select(record => record.Artifact).ToList();
        Assert.Equal(official.Select(Described), artifacts.Select(Described));
        Assert.All(artifacts, artifact => Assert.All(artifact.Manifest.Contents, entry => Assert.True(File.Exists(entry.LocalPath))));
        Assert.Equal(artifacts.Count, artifacts.Select(artifact => artifact.ClientId).Distinct().Count());
    }

    [Fact]
    public async Task Every_table_is_a_file_of_the_official_bytes()
    {
        var run = await LogTablesAsync();

        var records = RunFiles.RecordsOf(run);

        Assert.Equal(NamedOfficially("table"), RunFiles.NamedIn(records));
        Assert.All(RunFiles.NamedIn(records), path => Assert.Equal(ReadOfficial("table", path), RunFiles.Read(run, path)));
        foreach (var (row, official) in RunFiles.RowsOf(records).Zip(RowsOf("table")))
            Assert.Equal(Meaning("preds", official["preds"]!), Meaning("preds", row["preds"]!));
    }

    [Fact]
    public async Task A_row_says_where_in_its_artifact_a_table_is()
    {
        var run = await LogTablesAsync();

        var records = RunFiles.RecordsOf(run);

        var artifacts = records.Where(record => record.Artifact is not null).Select(record => record.Artifact);
        Assert.Equal(
            artifacts.Select(artifact => ($"wandb-client-artifact://{artifact.ClientId}/preds.table.json", $"wandb-client-artifact://{artifact.SequenceClientId}:latest/preds.table.json")),
            RunFiles.RowsOf(records).Select(row => ((string)row["preds"]!["artifact_path"]!, (string)row["preds"]!["_latest_artifact_path"]!)));
    }

    [Fact]
    public async Task The_config_says_what_the_official_one_says_of_labels_and_features()
    {
        var run = await LogMediaAsync();
        var replay = new RunReplay("1.0");

        foreach (var record in RunFiles.RecordsOf(run))
            replay.Apply(record);

        var config = JsonMeaning.Node(replay.Config.ToJson())["_wandb"]!["value"]!;
        var labels = config["bounding_box/class_labels"]!;
        Assert.Equal(
            """{"box_wandb_delimeter_pred":{"key":"box_wandb_delimeter_pred","type":"bounding_box/class_labels","value":{"1":"cat"}}}""",
            JsonMeaning.Of(labels.ToJsonString()));
        Assert.Contains(78, config["t"]!["3"]!.AsArray().Select(number => (int)number!));
        Assert.Single(RunFiles.RecordsOf(run), record => record.Config is not null);
    }

    private async Task<Run> LogMediaAsync()
    {
        var run = await _program.StartAsync(new RunOptions { RunId = "media", Project = "golden", Entity = "lab" });
        foreach (var (step, official) in RowsOf("media").Index())
        {
            var table = new Table(["a", "b", "c"]);
            table.AddRow(1, "x", true);
            table.AddRow(2.5, null, false);
            run.Log(
                ("h_auto", HistogramOf(official["h_auto"]!)),
                ("h_bins", HistogramOf(official["h_bins"]!)),
                ("h_np", Histogram.FromCounts([1, 2, 3], [0, 0.5, 1, 2])),
                ("img", new Image(Filled(8 * 6 * 3, step * 40), 6, 8) { Caption = "cap" }),
                ("img_gray", new Image(Filled(25, 7), 5, 5, channels: 1)),
                ("imgs", (Image[])[.. Enumerable.Range(0, 3).Select(k => new Image(Filled(48, (k * 20) + step), 4, 4) { Caption = $"c{k}" })]),
                ("imgs_nocap", MetricValue.Of(Enumerable.Range(0, 2).Select(_ => new Image(Filled(48, 99 + step), 4, 4)))),
                ("box", BoxedImage()),
                ("html", new Html("<b>hi</b>", inject: false)),
                ("table", table),
                ("pc", new Object3D(PointsOf(official["pc"]!))));
        }

        await run.FinishAsync();
        return run;
    }

    private async Task<Run> LogTablesAsync()
    {
        var run = await _program.StartAsync(new RunOptions { RunId = "table", Project = "golden", Entity = "lab" });
        var preds = new Table(["id", "score", "label"]);
        for (var i = 0; i < 100; i++)
            preds.AddRow(i, i * 0.5, $"row {i}");
        run.Log(("preds", preds));
        var small = new Table(["id"]);
        small.AddRow(1);
        run.Log(("preds", small));
        await run.FinishAsync();
        return run;
    }

    private static Image BoxedImage() => new(Filled(300, 0), 10, 10)
    {
        Boxes = new Dictionary<string, BoundingBoxes>
        {
            ["pred"] = new(
                [BoundingBox.FromSides(0.1, 0.5, 0.2, 0.6) with { ClassId = 1, Caption = "cat", Scores = new Dictionary<string, double> { ["acc"] = 0.9 } }],
                new Dictionary<int, string> { [1] = "cat" }),
        },
    };

    private static byte[] Filled(int bytes, int value)
    {
        var pixels = new byte[bytes];
        Array.Fill(pixels, (byte)value);
        return pixels;
    }

    private static Histogram HistogramOf(JsonNode official) =>
        Histogram.FromCounts([.. official["values"]!.AsArray().Select(count => (long)count!)], [.. official["bins"]!.AsArray().Select(edge => (double)edge!)]);

    private static double[,] PointsOf(JsonNode official)
    {
        var rows = JsonSerializer.Deserialize<double[][]>(ReadOfficial("media", (string)official["path"]!))!;
        var points = new double[rows.Length, rows[0].Length];
        for (var i = 0; i < points.Length; i++)
            points[i / rows[0].Length, i % rows[0].Length] = rows[i / rows[0].Length][i % rows[0].Length];
        return points;
    }

    // Images are encoded by another library, and the ids of artifacts are drawn by chance.
    private static string Meaning(string name, JsonNode value)
    {
        var known = value.DeepClone().AsObject();
        string[] chance = Images.Contains(name) ? ["sha256", "size", "path", "filenames"] : ["artifact_path", "_latest_artifact_path"];
        foreach (var member in chance)
            known.Remove(member);
        return JsonMeaning.Of(known.ToJsonString());
    }

    private static string Described(ArtifactRecord artifact) =>
        $"{artifact.Entity}/{artifact.Project}/{artifact.RunId} {artifact.Type} {artifact.Name} {artifact.Digest} {artifact.Manifest.Contents.Single().Size} {artifact.Finalize} {string.Join(',', artifact.Aliases)}";

    private static string Pixels(string path, byte[] file)
    {
        var png = PngPixels.Read(file);
        return $"{WithoutHash(path)} {png.Width} × {png.Height} × {png.Channels}: {Convert.ToHexString(png.Bytes)}";
    }

    private static bool IsImage(string path) => path.EndsWith(".png", StringComparison.Ordinal);

    private static bool IsNoImage(string path) => !IsImage(path);

    private static string WithoutHash(string path) => path[..path.LastIndexOf('_')];

    private static string[] NamedOfficially(string name) =>
        [.. RunFiles.NamedIn(RunFiles.RecordsOf(Golden.LogOf(name))).Where(path => path.StartsWith("media/", StringComparison.Ordinal))];

    private static List<JsonObject> RowsOf(string name) =>
        [.. File.ReadLines(Path.Combine(Golden.Folder(name), "server", "wandb-history.jsonl")).Select(line => JsonMeaning.Node(line).AsObject())];

    private static byte[] ReadOfficial(string name, string path) => File.ReadAllBytes(Path.Combine(Golden.Folder(name), "server", "upload", path));
}
