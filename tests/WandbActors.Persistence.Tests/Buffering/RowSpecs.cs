using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Buffering;

public class RowSpecs
{
    [Fact]
    public void A_row_of_numbers_is_read_as_it_was_logged()
    {
        using var some = new SomeBuffer();

        some.Buffer.Append([("loss", 0.5), ("epoch", 3), ("best", true), ("seen", ulong.MaxValue), ("none", default(MetricValue))], 7, commit: false);

        Assert.Equal(["step 7 open: loss = 0.5, epoch = 3, best = true, seen = 18446744073709551615, none = null"], some.ReadAll());
    }

    [Fact]
    public void A_row_carries_the_time_of_the_call()
    {
        var time = new FakeTimeProvider();
        using var some = new SomeBuffer(time: time);

        time.Advance(TimeSpan.FromSeconds(5));
        some.Buffer.Append([("loss", 0.5)], null, commit: true);

        Assert.True(some.Reader.TryRead(out var row));
        Assert.Equal(time.GetUtcNow().UtcTicks, row.UtcTicks);
    }

    [Fact]
    public void An_empty_row_is_a_row()
    {
        using var some = new SomeBuffer();

        some.Buffer.Append(Array.Empty<(string, MetricValue)>(), null, commit: true);

        Assert.Equal(["row: "], some.ReadAll());
    }

    [Fact]
    public void Handles_and_names_mean_the_same_metric()
    {
        using var some = new SomeBuffer();
        using var other = new SomeBuffer();
        var handle = some.Buffer.MetricOf("loss");
        other.Buffer.MetricOf("first");

        some.Buffer.Append([(handle, 1)], null, commit: true);
        some.Buffer.Append([("loss", 2)], null, commit: true);
        other.Buffer.Append([(handle, 3)], null, commit: true);

        Assert.Equal(["row: loss = 1", "row: loss = 2"], some.ReadAll());
        Assert.Equal(["row: loss = 3"], other.ReadAll());
        Assert.Equal(handle.Key, some.Buffer.KeyOf("loss"));
    }

    [Fact]
    public void Nested_values_become_their_leaves()
    {
        using var some = new SomeBuffer();
        var nested = Nested(("a", 1), ("b.c", Nested(("d", "text"), ("e", Nested()))));

        some.Buffer.Append([("x", nested), ("y", 2)], null, commit: true);

        Assert.Equal(["row: x/a = 1, x/b.c/d = Text text, x/b.c/e = Json {}, y = 2"], some.ReadAll());
    }

    [Fact]
    public void Nested_values_deeper_than_500_become_one_json_text()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { RingBytes = 1 << 20 });
        var nested = Enumerable.Range(0, 510).Aggregate((MetricValue)1, (inner, _) => Nested(("n", inner)));

        some.Buffer.Append([("x", nested)], null, commit: true);

        Assert.True(some.Reader.TryRead(out var row));
        Assert.Equal(MetricValueKind.Json, row[0].Kind);
        Assert.Equal(501, row.PathOf(0).Segments.Length);
        Assert.Equal("""{"n":{"n":{"n":{"n":{"n":{"n":{"n":{"n":{"n":{"n":1}}}}}}}}}}""", Encoding.UTF8.GetString(row[0].Utf8));
    }

    [Fact]
    public void Nested_values_of_a_million_levels_cost_only_their_value()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { RingBytes = 1 << 20 });
        var nested = Enumerable.Range(0, 1_000_000).Aggregate((MetricValue)1, (inner, _) => Nested(("n", inner)));

        some.Buffer.Append([("x", nested), ("y", 2)], null, commit: true);

        Assert.True(some.Reader.TryRead(out var row));
        Assert.StartsWith("not logged: ", Encoding.UTF8.GetString(row[0].Utf8));
        Assert.Equal(2, row[1].Bits);
    }

    [Fact]
    public void Texts_json_and_objects_stand_beside_numbers()
    {
        using var some = new SomeBuffer();
        var json = new MetricValue(new ReadyJson("[1,NaN]"u8.ToArray()));
        var image = new MetricValue(new NamedObject("cat"));

        some.Buffer.Append([("text", "héllo\0\n"), ("json", json), ("image", image), ("n", 1)], null, commit: true);

        Assert.Equal(["row: text = Text héllo\0\n, json = Json [1,NaN], image = cat, n = 1"], some.ReadAll());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b/c")]
    [InlineData("line\nfeed\0zero\u0001")]
    [InlineData("ünïcode 名前 🙂")]
    public void Any_name_is_a_name(string name)
    {
        using var some = new SomeBuffer();

        some.Buffer.Append([(name, 1)], null, commit: true);

        Assert.True(some.Reader.TryRead(out var row));
        Assert.Equal([name], row.PathOf(0).Segments.ToArray());
    }

    [Fact]
    public void A_name_that_is_null_is_the_empty_name()
    {
        using var some = new SomeBuffer();

        some.Buffer.Append([((string)null!, 1)], null, commit: true);
        some.Buffer.Append([((Metric)null!, 2)], null, commit: true);

        Assert.Equal(["row:  = 1", "row:  = 2"], some.ReadAll());
    }

    [Fact]
    public void A_name_of_10000_characters_is_kept_whole()
    {
        using var some = new SomeBuffer();
        var name = new string('n', 10_000);

        some.Buffer.Append([(name, 1)], null, commit: true);

        Assert.True(some.Reader.TryRead(out var row));
        Assert.Equal(name, row.PathOf(0).ToString());
    }

    [Fact]
    public void When_the_key_table_is_full_rows_carry_their_names()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { KeyTableBytes = 4096 });
        var names = Enumerable.Range(0, 500).Select(i => $"metric-{i}").ToArray();

        foreach (var name in names)
            Assert.Equal(AppendOutcome.Accepted, some.Buffer.Append([("known", 1), (name, Nested(("deep", 2)))], null, commit: true));

        Assert.Equal(names.Select(name => $"row: known = 1, {name}/deep = 2"), some.ReadAll());
        Assert.Equal(-1, some.Buffer.KeyOf("metric-499"));
    }

    [Fact]
    public void Five_thousand_values_are_one_row()
    {
        using var some = new SomeBuffer(new RowBufferSettings());
        var values = Enumerable.Range(0, 5000).Select(i => ($"metric-{i}", (MetricValue)i)).ToArray();

        some.Buffer.Append(values, null, commit: true);

        Assert.Equal([$"row: {string.Join(", ", values.Select(v => $"{v.Item1} = {v.Item2}"))}"], some.ReadAll());
    }

    [Fact]
    public void Records_and_rows_keep_their_order()
    {
        using var some = new SomeBuffer();

        some.Buffer.AppendRecord([1, 2, 3]);
        some.Buffer.Append([("loss", 1)], null, commit: true);
        some.Buffer.AppendRecord([]);

        Assert.Equal(["record 010203", "row: loss = 1", "record "], some.ReadAll());
    }

    [Property(MaxTest = 200)]
    public Property Rows_in_are_rows_out() => Prop.ForAll(Gen.ListOf(RandomRow()).ToArbitrary(), rows =>
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { KeyTableBytes = 4096 });
        var read = new List<string>();
        foreach (var row in rows)
        {
            Assert.Equal(AppendOutcome.Accepted, some.Buffer.Append(row.Values, row.Step, row.Commit));
            read.AddRange(some.ReadAll());
            some.Release();
        }

        Assert.Equal(rows.Select(row => row.ToString()), read);
    });

    private static MetricValue Nested(params (string Name, MetricValue Value)[] values) =>
        new(new NestedValues([.. values.Select(v => KeyValuePair.Create(v.Name, v.Value))]));

    private static Gen<SomeRow> RandomRow() =>
        from names in Gen.ArrayOf(Gen.Elements("a", "b", "loss", "x/y", "", "名前", new string('l', 700)))
        from values in Gen.ArrayOf(RandomValue(), names.Length)
        from step in Gen.Elements<long?>(null, 0, 1, long.MaxValue, -5)
        from commit in Gen.Elements(true, false)
        select new SomeRow([.. names.Zip(values)], step, commit);

    private static Gen<MetricValue> RandomValue() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>().Select(v => (MetricValue)v),
        ArbMap.Default.GeneratorFor<long>().Select(v => (MetricValue)v),
        ArbMap.Default.GeneratorFor<bool>().Select(v => (MetricValue)v),
        Gen.Choose(0, 6000).Select(length => (MetricValue)new string('t', length)));

    private sealed record SomeRow((string Name, MetricValue Value)[] Values, long? Step, bool Commit)
    {
        public override string ToString()
        {
            var values = Values.Select(v => $"{v.Name} = {Text(v.Value)}");
            return $"{(Step is { } step ? $"step {step}" : "row")}{(Commit ? "" : " open")}: {string.Join(", ", values)}";
        }

        private static string Text(MetricValue value) => value.Kind == MetricValueKind.Text ? $"Text {value.Reference}" : value.ToString();
    }
}
