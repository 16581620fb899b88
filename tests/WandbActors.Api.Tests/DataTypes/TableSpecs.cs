using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace WandbActors.Api.Tests.DataTypes;

public sealed class TableSpecs : IDisposable
{
    private readonly SomePlace _place = new("preds");

    [Fact]
    public void Cells_of_every_kind_are_in_the_file_and_typed_in_the_artifact()
    {
        var table = new Table(["n", "t", "f", "when", "day", "list", "map", "nan", "never"]);
        table.AddRow(1.0, "ü", true, new DateTime(2026, 8, 21, 10, 15, 0, DateTimeKind.Utc), new DateOnly(2026, 8, 21), new[] { 1, 2 }, new { b = 1, a = "x" }, double.NaN, null);
        table.AddRow(2, null, null, null, null, null, null, 0.5, DBNull.Value);

        _place.Write(table);

        Assert.Equal(
            """{"columns":["n","t","f","when","day","list","map","nan","never"],"data":[[1.0,"ü",true,"2026-08-21T10:15:00Z","2026-08-21",[1,2],{"b":1,"a":"x"},null,null],[2,null,null,null,null,null,null,0.5,null]]}""",
            _place.Files.Single().Text);
        var artifact = _place.ArtifactFile("preds.table.json");
        Assert.Contains("""
            "data": [[1.0, "\u00fc", true, 1787307300000, 1787270400000, [1, 2], {"a": "x", "b": 1}, NaN, null], [2, null, null, null, null, null, null, 0.5, null]], "log_mode": "IMMUTABLE", "ncols": 9, "nrows": 2}
            """.Trim(), artifact);
        Assert.Equal(
            """{"day":"none|timestamp","f":"boolean|none","list":"none|list","map":"none|typedDict","n":"none|number","nan":"none|number","never":"none|unknown","t":"none|string","when":"none|timestamp"}""",
            ColumnTypes(artifact));
    }

    [Fact]
    public void Media_in_cells_are_files_of_the_artifact()
    {
        var labels = new BoundingBoxes([BoundingBox.FromSides(0, 1, 0, 1)], new Dictionary<int, string> { [0] = "cat" });
        var image = new Image([1, 2], 2, 1, channels: 1) { Caption = "c", Boxes = new Dictionary<string, BoundingBoxes> { ["pred"] = labels } };
        var table = new Table(["image", "page", "counts"]);
        table.AddRow(image, new Html("x", inject: false), Histogram.FromCounts([1], [0, 1]));

        _place.Write(table);

        Assert.Contains("""[["Image","Html",{"_type":"histogram","values":[1],"bins":[0,1]}]]""", _place.Files.Single().Text);
        var cells = Parse(_place.ArtifactFile("preds.table.json"))["data"]![0]!;
        Assert.Equal(("image-file", "c", "html-file"), ((string)cells[0]!["_type"]!, (string)cells[0]!["caption"]!, (string)cells[1]!["_type"]!));
        Assert.Equal(0, (int)cells[0]!["boxes"]!["pred"]![0]!["class_id"]!);
        Assert.Equal("classes-file", (string)cells[0]!["classes"]!["type"]!);
        Assert.Equal("x", _place.ArtifactFile((string)cells[1]!["path"]!));
        Assert.Equal(
            """{"_type":"classes","class_set":[{"id":0,"name":"cat"}]}""",
            _place.ArtifactFile((string)cells[0]!["classes"]!["path"]!));
        Assert.Equal(4, _place.Artifact.Manifest.Contents.Count);
    }

    [Fact]
    public void A_table_is_logged_as_it_is_at_the_call()
    {
        var table = new Table(["a"], TableLogMode.Mutable);
        table.AddRow(1);

        MetricValue logged = table;
        table.AddRow(2);
        var (before, after) = (Parse(_place.Write(logged)), Parse(_place.Write(table)));

        Assert.Equal((1, 2), ((int)before["nrows"]!, (int)after["nrows"]!));
        Assert.Equal(["""{"columns":["a"],"data":[[1]]}""", """{"columns":["a"],"data":[[1],[2]]}"""], _place.Files.Select(file => file.Text));
        Assert.Equal("MUTABLE", (string)after["log_mode"]!);
    }

    [Fact]
    public void An_immutable_table_takes_no_rows_once_it_is_logged()
    {
        var table = new Table(["a"]);
        table.AddRow(1);
        _place.Write(table);

        AssertSaid("Table (a): it has been logged, and takes no more rows", () => table.AddRow(2));
        Assert.Equal(1, table.RowCount);
    }

    [Fact]
    public void An_incremental_table_is_logged_piece_by_piece()
    {
        var table = new Table(["a"], TableLogMode.Incremental);
        table.AddRow(1);
        MetricValue first = table;
        table.AddRow(2);
        table.AddRow(3);
        MetricValue second = table;

        var (one, two) = (Parse(_place.Write(first)), Parse(_place.Write(second)));
        var again = Parse(_place.Write(second));

        Assert.Equal(["""{"columns":["a"],"data":[[1]]}""", """{"columns":["a"],"data":[[2],[3]]}"""], _place.Files.Select(file => file.Text));
        Assert.Equal(("incremental-table-file", 0, 1), ((string)two["_type"]!, (int)one["increment_num"]!, (int)two["increment_num"]!));
        Assert.Equal((string)one["artifact_path"]!, (string)two["previous_increments_paths"]!.AsArray().Single()!);
        Assert.Equal(two.ToJsonString(), again.ToJsonString());
        var artifacts = _place.Records.Where(record => record.Artifact is not null).Select(record => record.Artifact).ToList();
        Assert.All(artifacts, artifact => Assert.Equal(("wandb-run-incremental-table", "run-r1-incr-preds", true), (artifact.Type, artifact.Name, artifact.IncrementalBeta1)));
        Assert.Matches(@"^1-\d{13}\.preds\.table\.json$", artifacts[1].Manifest.Contents.Single().Path);
    }

    [Fact]
    public void Of_a_long_table_the_first_rows_are_shown_and_more_are_kept()
    {
        var table = new Table(["i"]);
        for (var i = 0; i < 200_001; i++)
            table.AddRow(i);

        var json = Parse(_place.Write(table));

        Assert.Equal(200_001, (int)json["nrows"]!);
        Assert.Equal(Table.MaxRowsShown, Parse(_place.Files.Single().Text)["data"]!.AsArray().Count);
        Assert.Equal(Table.MaxRows, Parse(_place.ArtifactFile("preds.table.json"))["data"]!.AsArray().Count);
        Assert.Contains("of the table's 200,001 rows the first 200,000 are kept", _place.Remark);
        Assert.Equal(1, _place.Lost);
    }

    [Fact]
    public void Objects_become_rows_and_their_properties_columns()
    {
        var records = Table.Of([new { Name = "a", Score = 0.5 }, new { Name = "b", Score = 1.0 }]);
        var dictionaries = Table.Of([new Dictionary<string, object> { ["x"] = 1 }, new Dictionary<string, object> { ["y"] = true, ["x"] = 2 }]);

        _place.Write(records);
        _place.Write(dictionaries);

        Assert.Equal(
            ["""{"columns":["Name","Score"],"data":[["a",0.5],["b",1.0]]}""", """{"columns":["x","y"],"data":[[1,null],[2,true]]}"""],
            _place.Files.Select(file => file.Text));
        AssertSaid("a table has at least one column", () => Table.Of(new List<object>()));
    }

    [Fact]
    public void A_table_outside_a_row_is_known_as_one() =>
        Assert.StartsWith("\"(Table: has files", Persistence.Records.ValueJson.ToJsonText(new Table(["a"])));

    [Fact]
    public void What_is_written_again_is_the_same_artifact()
    {
        var table = new Table(["image"]);
        table.AddRow(new Image([1, 2], 2, 1, channels: 1));
        using var another = new SomePlace("preds");

        var (first, again, elsewhere) = (_place.WriteExactly(table), _place.WriteExactly(table), another.WriteExactly(table));

        Assert.Equal([first, first], [again, elsewhere]);
        var records = _place.Records.Where(record => record.Artifact is not null).ToList();
        Assert.Equal(records[0], records[1]);
    }

    [Fact]
    public void Mistakes_are_said_where_they_are_made()
    {
        var table = new Table(["id", "label"]);
        table.AddRow(1, "x");

        AssertSaid("Table (id, label): a row has 2 cells, not 1", () => table.AddRow(1));
        AssertSaid("Table (id, label): the column \"id\" holds None or Number; a cell of String does not fit", () => table.AddRow("two", "y"));
        AssertSaid("Table: a table has at least one column", () => new Table([]));
        AssertSaid("Table: the column \"a\" is there twice", () => new Table(["a", "a"]));
        Assert.Equal(1, table.RowCount);
    }

    [Fact]
    public void A_column_of_mixed_types_takes_everything_if_it_should()
    {
        var table = new Table(["any"], allowMixedTypes: true);
        table.AddRow(1);
        table.AddRow("x");
        table.AddRow([null]);

        _place.Write(table);

        Assert.Equal("""{"any":"any|none"}""", ColumnTypes(_place.ArtifactFile("preds.table.json")));
    }

    [Fact]
    public void Lists_and_members_join_their_types()
    {
        var table = new Table(["list", "map"], TableLogMode.Mutable);
        table.AddRow(new object?[] { 1, null }, new Dictionary<string, object?> { ["a"] = 1, ["b"] = "x" });
        table.AddRow(new object[] { 2.5 }, new Dictionary<string, object?> { ["b"] = "y", ["a"] = null });
        table.AddRow(null, new Dictionary<string, object?> { ["a"] = 3, ["b"] = "z" });

        _place.Write(table);

        var types = Parse(_place.ArtifactFile("preds.table.json"))["column_types"]!["params"]!["type_map"]!;
        Assert.Equal(
            """{"params":{"element_type":{"params":{"allowed_types":[{"wb_type":"none"},{"wb_type":"number"}]},"wb_type":"union"},"length":null},"wb_type":"list"}""",
            JsonMeaning.Of(types["list"]!["params"]!["allowed_types"]![1]!.ToJsonString()));
        AssertSaid("does not fit", () => table.AddRow(null, new Dictionary<string, object?> { ["c"] = 1 }));
    }

    [Property(MaxTest = 60)]
    public Property Any_table_reads_back_the_same() => Prop.ForAll(Tables(), rows =>
    {
        using var place = new SomePlace();
        var table = new Table(["a", "b"], allowMixedTypes: true);
        foreach (var (a, b) in rows)
            table.AddRow(Object(a), Object(b));

        place.Write(table);

        var expected = JsonMeaning.Of(new JsonArray([.. rows.Select(row => (JsonNode)new JsonArray(row.A?.DeepClone(), row.B?.DeepClone()))]).ToJsonString());
        Assert.Equal(expected, JsonMeaning.Of(Parse(place.Files.Single().Text)["data"]!.ToJsonString()));
        Assert.Equal(expected, JsonMeaning.Of(Parse(place.ArtifactFile("key.table.json"))["data"]!.ToJsonString()));
    });

    public void Dispose() => _place.Dispose();

    private static Arbitrary<(JsonNode? A, JsonNode? B)[]> Tables() =>
        Cells(2).SelectMany(a => Cells(2).Select(b => (a, b))).ArrayOf().ToArbitrary();

    private static Gen<JsonNode?> Cells(int depth)
    {
        Gen<JsonNode?>[] leaves =
        [
            Gen.Constant((JsonNode?)null),
            ArbMap.Default.GeneratorFor<bool>().Select(flag => (JsonNode?)JsonValue.Create(flag)),
            ArbMap.Default.GeneratorFor<int>().Select(number => (JsonNode?)JsonValue.Create(number)),
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => (JsonNode?)JsonValue.Create(number.Get)),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => (JsonNode?)JsonValue.Create(text.Get)),
        ];
        return depth == 0
            ? Gen.OneOf(leaves)
            : Gen.OneOf(
                [
                    .. leaves,
                    Cells(depth - 1).ArrayOf().Select(cells => (JsonNode?)new JsonArray([.. cells.Select(cell => cell?.DeepClone())])),
                    Cells(depth - 1).ArrayOf().Select(cells => (JsonNode?)new JsonObject(cells.Select((cell, i) => KeyValuePair.Create($"k\"{i}", cell?.DeepClone())))),
                ]);
    }

    private static object? Object(JsonNode? node) => node is null ? null : JsonSerializer.SerializeToElement(node);

    private static string ColumnTypes(string artifact)
    {
        var types = Parse(artifact)["column_types"]!["params"]!["type_map"]!.AsObject();
        return JsonMeaning.Of(new JsonObject(types.Select(type => KeyValuePair.Create(
            type.Key, (JsonNode?)string.Join('|', type.Value!["params"]!["allowed_types"]!.AsArray().Select(allowed => (string)allowed!["wb_type"]!))))).ToJsonString());
    }

    private static JsonNode Parse(string json) => JsonMeaning.Node(json);

    private static void AssertSaid(string message, Action mistake) =>
        Assert.Contains(message, Assert.Throws<WandbException>(mistake).Message);
}
