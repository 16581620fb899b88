using System.Text.Json;
using System.Text.Json.Nodes;
using WandbActors.Testing;

namespace WandbActors.EndToEnd.Tests.Compatibility;

internal static partial class OfficialCases
{
    // Each row's histograms and points were drawn at random.
    private static Task Media(Run run)
    {
        var server = new GoldenServer("media");
        foreach (var (i, line) in server.Lines("wandb-history.jsonl").Index())
        {
            var drawn = JsonMeaning.Node(line);
            var table = new Table(["a", "b", "c"]);
            table.AddRow(1, "x", true);
            table.AddRow(2.5, null, false);
            run.Log(
                ("h_auto", HistogramOf(drawn["h_auto"]!)),
                ("h_bins", HistogramOf(drawn["h_bins"]!)),
                ("h_np", Histogram.FromCounts([1, 2, 3], [0, 0.5, 1, 2])),
                ("img", new Image(Filled(8 * 6 * 3, i * 40), width: 6, height: 8) { Caption = "cap" }),
                ("img_gray", new Image(Filled(5 * 5, 7), 5, 5, channels: 1)),
                ("imgs", MetricValue.Of(Enumerable.Range(0, 3).Select(k => new Image(Filled(4 * 4 * 3, (k * 20) + i), 4, 4) { Caption = $"c{k}" }))),
                ("imgs_nocap", MetricValue.Of(Enumerable.Range(0, 2).Select(_ => new Image(Filled(4 * 4 * 3, 99 + i), 4, 4)))),
                ("box", ImageWithBox()),
                ("html", new Html("<b>hi</b>", inject: false)),
                ("table", table),
                ("pc", new Object3D(PointsOf(server, drawn["pc"]!))));
        }

        return Task.CompletedTask;
    }

    private static Task Tables(Run run)
    {
        var table = new Table(["id", "score", "label"]);
        for (var i = 0; i < 100; i++)
            table.AddRow(i, i * 0.5, $"row {i}");
        run.Log(("preds", table));
        var one = new Table(["id"]);
        one.AddRow(1);
        run.Log(("preds", one));
        return Task.CompletedTask;
    }

    private static Task ArtifactAsync(Run run)
    {
        var model = Path.Combine(run.Directory, "tmp", "model.bin");
        File.WriteAllBytes(model, [.. Enumerable.Repeat(Enumerable.Range(0, 256).Select(i => (byte)i), 64).SelectMany(bytes => bytes)]);
        var artifact = new Artifact("model", "model") { Metadata = new { acc = 0.9 }, Description = "d" };
        artifact.AddFile(model);
        run.LogArtifact(artifact, aliases: ["best"]);
        var notes = Path.Combine(run.Directory, "tmp", "notes.txt");
        File.WriteAllText(notes, "saved file\n");
        run.Save(notes, Path.GetDirectoryName(notes), SavePolicy.Now);
        run.Log(("x", 1));
        return Task.CompletedTask;
    }

    private static Image ImageWithBox()
    {
        var cat = BoundingBox.FromSides(minX: 0.1, maxX: 0.5, minY: 0.2, maxY: 0.6) with
        {
            ClassId = 1,
            Caption = "cat",
            Scores = new Dictionary<string, double> { ["acc"] = 0.9 },
        };
        return new Image(Filled(10 * 10 * 3, 0), 10, 10)
        {
            Boxes = new Dictionary<string, BoundingBoxes> { ["pred"] = new([cat], new Dictionary<int, string> { [1] = "cat" }) },
        };
    }

    private static byte[] Filled(int bytes, int value)
    {
        var pixels = new byte[bytes];
        Array.Fill(pixels, (byte)value);
        return pixels;
    }

    private static Histogram HistogramOf(JsonNode drawn) =>
        Histogram.FromCounts(drawn["values"].Deserialize<long[]>(), drawn["bins"].Deserialize<double[]>());

    private static double[,] PointsOf(GoldenServer server, JsonNode drawn)
    {
        var rows = JsonSerializer.Deserialize<double[][]>(server.Text($"upload/{drawn["path"]}")!)!;
        var points = new double[rows.Length, 3];
        foreach (var (row, coordinates) in rows.Index())
        {
            for (var axis = 0; axis < 3; axis++)
                points[row, axis] = coordinates[axis];
        }

        return points;
    }
}
