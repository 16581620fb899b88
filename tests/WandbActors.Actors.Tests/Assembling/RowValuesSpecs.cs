using System.Buffers;
using WandbActors.Actors.Tests.Support;

namespace WandbActors.Actors.Tests.Assembling;

public sealed class RowValuesSpecs : IDisposable
{
    private readonly SomeAssembler _run = new();

    public static TheoryData<string, MetricValue, string> Values => new()
    {
        { "an integer", -7, "-7" },
        { "a large integer", ulong.MaxValue, "18446744073709551615" },
        { "a number", 0.1, "0.1" },
        { "not a number", double.NaN, "NaN" },
        { "infinity", double.PositiveInfinity, "Infinity" },
        { "minus infinity", double.NegativeInfinity, "-Infinity" },
        { "a flag", true, "true" },
        { "null", default, "null" },
        { "a text", "q\"b\\s\n\u0001 héllo", """
            "q\"b\\s\n\u0001 héllo"
            """ },
        { "a list", MetricValue.Of(new object?[] { 1, 2.5, "x", null, true, double.NaN }), """[1,2.5,"x",null,true,NaN]""" },
        { "a histogram", Histogram.FromCounts([1, 2], [0, 0.5, 1]), """{"_type":"histogram","values":[1,2],"bins":[0,0.5,1]}""" },
        { "an object that throws", new MetricValue(new ThrowingObject()), "\"(ThrowingObject could not be written: no)\"" },
        { "an object that writes nothing", new MetricValue(new EmptyObject()), "\"(EmptyObject could not be written: it wrote nothing)\"" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_written_as_its_json(string what, MetricValue value, string json)
    {
        _run.Log((what, value));
        _run.Log(commit: false, (what, value));
        _run.Close();

        Assert.Equal([$"row 0: {what} = {json}", $"row 1: {what} = {json}"], _run.Texts);
    }

    [Fact]
    public void Nested_values_are_written_leaf_by_leaf()
    {
        var nested = MetricValue.Of(new Dictionary<string, object> { ["x"] = 1, ["y.z"] = new Dictionary<string, object> { ["w"] = 2 } });

        _run.Log(("a", nested), ("b", 3));

        Assert.Equal(["row 0: a.x = 1, a.y.z.w = 2, b = 3"], _run.Texts);
        Assert.Equal(["a", "y.z", "w"], _run.Records[0].History.Item[1].NestedKey);
    }

    [Fact]
    public void A_row_says_its_step_and_the_time_of_its_newest_call()
    {
        _run.Time.Advance(TimeSpan.FromSeconds(1.5));
        _run.Log(commit: false, ("a", 1));
        _run.Time.Advance(TimeSpan.FromSeconds(2));
        _run.Log(("a", 2));

        var row = _run.Records.Single();
        Assert.Equal("0", row.ValueOf("_step"));
        Assert.Equal("3.5", row.ValueOf("_runtime"));
        Assert.Equal(_run.Time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0, double.Parse(row.ValueOf("_timestamp")));
    }

    [Fact]
    public void The_runtime_of_earlier_attempts_is_added()
    {
        using var run = new SomeAssembler(earlierSeconds: 100);

        run.Time.Advance(TimeSpan.FromSeconds(1));
        run.Log(("a", 1));

        Assert.Equal("101", run.Records.Single().ValueOf("_runtime"));
    }

    [Fact]
    public void A_time_of_the_users_own_replaces_the_calls()
    {
        _run.Log(("_timestamp", 1234.5), ("a", 1));
        _run.Log(commit: false, ("_timestamp", 1234), ("a", 1));
        _run.Close();

        Assert.Equal(["1234.5", "1234"], _run.Records.Select(row => row.ValueOf("_timestamp")));
    }

    [Theory]
    [MemberData(nameof(NoTimes))]
    public void What_is_no_time_does_not(MetricValue value)
    {
        _run.Log(("_timestamp", value), ("a", 1));

        Assert.Equal(_run.Time.GetUtcNow().ToUnixTimeSeconds(), double.Parse(_run.Records.Single().ValueOf("_timestamp")));
    }

    public static TheoryData<MetricValue> NoTimes => [double.NaN, double.PositiveInfinity, true, default, "noon"];

    [Fact]
    public void Step_and_runtime_of_the_users_own_are_dropped()
    {
        _run.Log(("_step", 77), ("_runtime", 88), ("a", 1));
        _run.Log(commit: false, ("_step", "x"), ("_runtime", "y"), ("b", 2));
        _run.Close();

        Assert.Equal(["row 0: a = 1", "row 1: b = 2"], _run.Texts);
        Assert.All(_run.Records, row => Assert.Single(row.History.Item, item => item.Key == "_step"));
    }

    [Fact]
    public void A_deferred_value_that_was_given_up_is_nan_and_counted()
    {
        var deferred = new RememberedPlace();
        _run.Log(("a", new MetricValue(deferred)), ("b", 1));

        deferred.Place.GiveUp();

        Assert.Equal(["row 0: a = NaN, b = 1"], _run.Texts);
        Assert.Equal(1, _run.Counts.ValuesLost);
    }

    [Fact]
    public void Values_that_could_not_be_written_are_counted()
    {
        _run.Log(("a", new MetricValue(new ThrowingObject())), ("b", new MetricValue(new EmptyObject())));
        _run.Log(commit: false, ("a", new MetricValue(new ThrowingObject())));
        _run.TakeAll();

        Assert.Equal(3, _run.Counts.ValuesLost);
    }

    [Fact]
    public void An_object_that_found_no_place_is_a_marker_and_counted()
    {
        using var run = new SomeAssembler(SomeRing.Settings with { MaxHeldBytes = 1 });

        run.Log(("kept", Histogram.FromCounts([1], [0, 1])), ("lost", Histogram.FromCounts([1], [0, 1])));

        Assert.Contains("lost = \"(lost: too many", run.Texts.Single());
        Assert.Equal(1, run.Counts.ValuesLost);
    }

    [Fact]
    public void Names_that_found_the_key_table_full_are_names_like_others()
    {
        using var run = new SomeAssembler(SomeRing.Settings with { KeyTableBytes = 4096 });
        var names = Enumerable.Range(0, 300).Select(number => $"metric-{number:D4}").ToArray();

        foreach (var name in names)
            run.Log(5, (name, 1));
        foreach (var name in names)
            run.Log(5, (name, 2));
        run.Close();

        Assert.True(run.Buffer.KeyOf(names[^1]) < 0);
        Assert.Equal([$"row 5: {string.Join(", ", names.Select(name => $"{name} = 2"))}"], run.Texts);
    }

    [Fact]
    public void The_course_of_each_metric_is_remembered_for_the_end()
    {
        _run.Log(("loss", 3));
        _run.Log(commit: false, ("loss", 2));
        _run.Log(("loss", 1));
        _run.Log(0, ("loss", 100));
        _run.TakeAll();

        Assert.Equal([3, 1], _run.Sampler.ToTraces().Single().Points);
    }

    public void Dispose() => _run.Dispose();

    private sealed class ThrowingObject : DataType
    {
        protected internal override void WriteJson(IBufferWriter<byte> writer)
        {
            writer.Write("{\"half\":"u8);
            throw new NotSupportedException("no");
        }
    }

    private sealed class EmptyObject : DataType
    {
        protected internal override void WriteJson(IBufferWriter<byte> writer)
        {
        }
    }
}
