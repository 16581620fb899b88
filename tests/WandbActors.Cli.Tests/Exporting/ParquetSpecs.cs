using Parquet;
using Parquet.Schema;
using WandbActors.Testing;

namespace WandbActors.Cli.Exporting;

public sealed class ParquetSpecs : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly Tool _tool;

    public ParquetSpecs() => _tool = new Tool(_home);

    [Fact]
    public async Task Each_column_has_the_type_that_holds_all_its_values()
    {
        await RealRun.WriteAsync(_home, "one", run =>
        {
            run.Log(("val/loss", 0.5), ("epoch", 1), ("flag", true), ("mixed", 1));
            run.Log(("val/loss", double.NaN), ("mixed", "text"));
            run.Log(("val/loss", double.PositiveInfinity), ("a.b", MetricValue.Of(new { c = 1 })), ("list", MetricValue.Of(new[] { 1, 2 })));
        });

        Assert.Equal(0, await _tool.RunAsync("export", "one", "--to", "parquet"));

        await using var file = await ParquetReader.CreateAsync(_home["one.parquet"]);
        using var group = file.OpenRowGroupReader(0);
        Assert.Equal([0, 1, 2], await ColumnAsync<long>(file, group, "_step"));
        Assert.Equal([0.5, double.NaN, double.PositiveInfinity], await ColumnAsync<double>(file, group, "val/loss"));
        Assert.Equal([1, null, null], await ColumnAsync<long>(file, group, "epoch"));
        Assert.Equal([true, null, null], await ColumnAsync<bool>(file, group, "flag"));
        Assert.Equal(["1", "text", null], await TextsAsync(file, group, "mixed"));
        Assert.Equal([null, null, 1], await ColumnAsync<long>(file, group, "a.b.c"));
        Assert.Equal([null, null, "[1,2]"], await TextsAsync(file, group, "list"));
    }

    [Fact]
    public async Task Many_rows_come_in_groups()
    {
        new SomeRun("one", Rows: 150_000) { TextLength = 10 }.WriteTo(_home);

        Assert.Equal(0, await _tool.RunAsync("export", "one", "--to", "parquet"));

        await using var file = await ParquetReader.CreateAsync(_home["one.parquet"]);
        Assert.Equal(3, file.RowGroupCount);
        var steps = new List<long?>();
        for (var index = 0; index < file.RowGroupCount; index++)
        {
            using var group = file.OpenRowGroupReader(index);
            steps.AddRange(await ColumnAsync<long>(file, group, "_step"));
        }

        Assert.Equal(Enumerable.Range(0, 150_000).Select(step => (long?)step), steps);
    }

    public void Dispose() => _home.Dispose();

    private static DataField FieldOf(ParquetReader file, string name) => file.Schema.GetDataFields().Single(field => field.Name == name);

    private static async Task<T?[]> ColumnAsync<T>(ParquetReader file, ParquetRowGroupReader group, string name)
        where T : struct
    {
        var values = new T?[group.RowCount];
        await group.ReadAsync<T>(FieldOf(file, name), values.AsMemory());
        return values;
    }

    private static async Task<IEnumerable<string?>> TextsAsync(ParquetReader file, ParquetRowGroupReader group, string name)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(FieldOf(file, name), values.AsMemory());
        return values;
    }
}
