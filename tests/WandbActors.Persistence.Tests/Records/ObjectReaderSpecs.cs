using System.Collections;
using System.Collections.Frozen;
using System.Dynamic;
using System.Text.Json.Serialization;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Records;

public class ObjectReaderSpecs
{
    [Fact]
    public void A_dictionary_is_nested_by_its_names()
    {
        var converted = MetricValue.Of(new Dictionary<string, object?> { ["a"] = new Dictionary<string, object?> { ["b"] = 1 }, ["e"] = "f" });

        Assert.Equal(MetricValueKind.Nested, converted.Kind);
        Assert.Equal("{\"a\":{\"b\":1},\"e\":\"f\"}", ValueJson.ToJsonText(converted));
    }

    public static TheoryData<object, string> Dictionaries
    {
        get
        {
            IDictionary<string, object?> dynamic = new ExpandoObject();
            dynamic["x"] = 1;
            return new()
            {
                { new Hashtable { [1] = 2 }, "{\"1\":2}" },
                { new Dictionary<DayOfWeek, double> { [DayOfWeek.Monday] = 0.5 }, "{\"Monday\":0.5}" },
                { new Dictionary<double, int> { [0.5] = 1 }, "{\"0.5\":1}" },
                { new Dictionary<string, int> { ["k"] = 1 }.ToFrozenDictionary(), "{\"k\":1}" },
                { new ReadOnlyOnly(), "{\"only\":3}" },
                { dynamic, "{\"x\":1}" },
                { new Dictionary<string, int>(), "{}" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Dictionaries))]
    public void Any_dictionary_is_nested(object dictionary, string json)
    {
        Assert.Equal(json, ValueJson.ToJsonText(MetricValue.Of(dictionary)));
    }

    [Fact]
    public void Objects_are_nested_by_their_public_readable_properties()
    {
        var converted = MetricValue.Of(new { Optimizer = new Adam(0.9, [1, 2]), Epoch = 3 });

        Assert.Equal("{\"Optimizer\":{\"beta\":0.9,\"Steps\":[1,2]},\"Epoch\":3}", ValueJson.ToJsonText(converted));
    }

    [Fact]
    public void A_property_that_throws_is_a_marker_and_the_others_stand()
    {
        var converted = MetricValue.Of(new Broken());

        Assert.Equal("{\"Bad\":\"(unreadable: InvalidOperationException: boom)\",\"Good\":1}", ValueJson.ToJsonText(converted));
    }

    [Fact]
    public void A_text_that_throws_is_a_marker()
    {
        var converted = MetricValue.Of(new Mute());

        Assert.Equal("\"(unreadable: MuteException)\"", ValueJson.ToJsonText(converted));
    }

    [Fact]
    public void An_iterator_that_throws_is_a_marker()
    {
        static IEnumerable<string> Failing()
        {
            yield return "first";
            throw new InvalidOperationException("boom");
        }

        var converted = MetricValue.Of(new object[] { Failing(), 2 });

        Assert.Equal("[\"(unreadable: InvalidOperationException: boom)\",2]", ValueJson.ToJsonText(converted));
    }

    [Fact]
    public void A_cycle_is_cut_with_a_marker()
    {
        var first = new Node();
        first.Next = new Node { Next = first };

        var converted = MetricValue.Of(first);

        Assert.Equal("{\"Next\":{\"Next\":\"(cycle)\"}}", ValueJson.ToJsonText(converted));
    }

    [Fact]
    public void The_same_object_twice_side_by_side_is_no_cycle()
    {
        var node = new Node();

        var converted = MetricValue.Of(new[] { node, node });

        Assert.Equal("[{\"Next\":null},{\"Next\":null}]", ValueJson.ToJsonText(converted));
    }

    [Theory]
    [InlineData(ObjectReader.MaxDepth, false)]
    [InlineData(ObjectReader.MaxDepth + 1, true)]
    [InlineData(100_000, true)]
    public void A_chain_of_objects_is_cut_below_the_deepest_level(int depth, bool isCut)
    {
        Node? chain = null;
        for (var level = 0; level < depth; level++)
            chain = new Node { Next = chain };

        var json = ValueJson.ToJsonText(MetricValue.Of(chain));

        Assert.Equal(isCut, json.Contains("nested deeper than"));
        Assert.Equal(Math.Min(depth, ObjectReader.MaxDepth), json.Count(letter => letter == '{'));
    }

    [Fact]
    public void A_thread_with_little_stack_left_gets_a_marker_and_lives()
    {
        Node? chain = null;
        for (var level = 0; level < ObjectReader.MaxDepth; level++)
            chain = new Node { Next = chain };
        var json = "";

        var thread = new Thread(() => json = ValueJson.ToJsonText(MetricValue.Of(chain)), maxStackSize: 160 * 1024);
        thread.Start();
        thread.Join();

        Assert.StartsWith("{\"Next\":", json);
    }

    [Fact]
    public void A_value_that_is_nested_call_by_call_is_cut_too()
    {
        MetricValue nested = 1, listed = 1;

        for (var call = 0; call < 2_000; call++)
        {
            nested = MetricValue.Of(new Dictionary<string, MetricValue> { ["a"] = nested });
            listed = MetricValue.Of(new[] { listed });
        }

        Assert.InRange(ValueDepth.Of(nested), 1, ObjectReader.MaxDepth);
        Assert.InRange(ValueDepth.Of(listed), 1, ObjectReader.MaxDepth);
    }

    [Fact]
    public void A_graph_that_grows_with_every_level_ends_as_a_marker()
    {
        var shared = new object[] { 1 };
        for (var level = 0; level < 60; level++)
            shared = [shared, shared];

        var converted = MetricValue.Of(shared);

        Assert.Equal("\"(more than 100000 values)\"", ValueJson.ToJsonText(converted));
    }

    [Fact]
    public void A_sequence_without_end_ends_as_a_marker()
    {
        static IEnumerable<T> Forever<T>(T value)
        {
            while (true)
                yield return value;
        }

        Assert.Equal("\"(more than 100000 values)\"", ValueJson.ToJsonText(MetricValue.Of(Forever("x"))));
        Assert.Equal("\"(more than 1000000 values)\"", ValueJson.ToJsonText(MetricValue.Of(Forever(1.0))));
    }

    [Fact]
    public void What_owns_a_resource_or_formats_itself_is_its_text()
    {
        Assert.Equal("\"a resource\"", ValueJson.ToJsonText(MetricValue.Of(new Resource())));
        Assert.Equal("\"3 EUR\"", ValueJson.ToJsonText(MetricValue.Of(new Money(3))));
        Assert.Equal("\"System.Object\"", ValueJson.ToJsonText(MetricValue.Of(new object())));
    }

    [Fact]
    public void A_deferred_value_keeps_its_place_in_nested_values_and_has_none_in_a_list()
    {
        var nested = MetricValue.Of(new Dictionary<string, object> { ["later"] = new Later() });
        var listed = MetricValue.Of(new object[] { new Later(), new Dictionary<string, object> { ["later"] = new Later() } });

        Assert.Equal(MetricValueKind.Deferred, ((NestedValues)nested.Reference!).Entries[0].Value.Kind);
        Assert.Equal(
            "[\"(a deferred value cannot stand in a list or a setting)\",{\"later\":\"(a deferred value cannot stand in a list or a setting)\"}]",
            ValueJson.ToJsonText(listed));
    }

    [Fact]
    public void A_list_with_a_data_type_in_it_is_written_when_the_data_type_is()
    {
        var converted = MetricValue.Of(new object[] { 1, new { hist = new Histogram([1.0, 2.0], bins: 1) } });

        Assert.Equal(MetricValueKind.Object, converted.Kind);
        Assert.Equal("[1,{\"hist\":{\"_type\":\"histogram\",\"values\":[2],\"bins\":[1,2]}}]", ValueJson.ToJsonText(converted));
    }

    [Fact]
    public void A_setting_keeps_its_lists_as_they_are()
    {
        var setting = ObjectConversion.ConvertSetting(new { layers = new[] { 64 }, steps = Enumerable.Range(0, 40).ToArray(), later = new Later() });

        Assert.Equal(
            $"{{\"layers\":[64],\"steps\":[{string.Join(',', Enumerable.Range(0, 40))}],\"later\":\"(a deferred value cannot stand in a list or a setting)\"}}",
            ValueJson.ToJsonText(setting));
    }

    [Fact]
    public void Tuples_are_lists()
    {
        Assert.Equal("[1,\"a\",[2.5]]", ValueJson.ToJsonText(MetricValue.Of((1, "a", Tuple.Create(2.5)))));
    }

    private sealed record Adam([property: JsonPropertyName("beta")] double Beta1, int[] Steps)
    {
        [JsonIgnore]
        public string Secret => "hidden";

        public double this[int index] => index;
    }

    private sealed class Broken
    {
        public int Bad => throw new InvalidOperationException("boom");

        public int Good => 1;
    }

    private sealed class Mute
    {
        public override string ToString() => throw new MuteException();
    }

    private sealed class MuteException : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private sealed class Resource : IDisposable
    {
        public int Handle => 1;

        public void Dispose() { }

        public override string ToString() => "a resource";
    }

    private sealed record Money(int Amount) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? provider) => ToString();

        public override string ToString() => $"{Amount} EUR";
    }

    private sealed class Later : DeferredValue
    {
        protected internal override void Bind(DeferredPlace place) => place.GiveUp();
    }

    private sealed class ReadOnlyOnly : IReadOnlyDictionary<string, int>
    {
        private readonly Dictionary<string, int> _entries = new() { ["only"] = 3 };

        public int this[string key] => _entries[key];

        public IEnumerable<string> Keys => _entries.Keys;

        public IEnumerable<int> Values => _entries.Values;

        public int Count => 1;

        public bool ContainsKey(string key) => _entries.ContainsKey(key);

        public bool TryGetValue(string key, out int value) => _entries.TryGetValue(key, out value);

        public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => _entries.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
