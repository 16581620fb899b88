using System.Text.Json.Nodes;
using WandbActors.Persistence.Records;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests.Records;

/// <summary>Values of every type against what a server held after the official client had logged the same ones.</summary>
public class GoldenValuesSpecs
{
    private static readonly object Types = new
    {
        i = 1,
        neg = -7,
        big = 1L << 62,
        f = 0.1,
        tiny = 5e-324,
        huge = double.MaxValue,
        t = true,
        f2 = false,
        none = (object?)null,
        s = "text",
        uni = "héllo ✓ 日本",
        empty = "",
        esc = "q\"b\\s\n\t\u0001",
        lst = new object?[] { 1, 2.5, "x", null, true },
        nested = new { a = new { b = 1, c = new object[] { 1, new { d = 2 } } }, e = "f" },
    };

    private static readonly Dictionary<string, object> Odd = new()
    {
        ["nan"] = double.NaN,
        ["inf"] = double.PositiveInfinity,
        ["ninf"] = double.NegativeInfinity,
        ["nested"] = new { nan = double.NaN },
        ["key with space"] = 1,
        ["slash/key"] = 2,
        ["dot.key"] = 3,
        ["ünï"] = 4,
        ["list_nan"] = new List<double> { double.NaN, 1 },
    };

    private static readonly object Arrays = new
    {
        np32 = 0.1f,
        np64 = 0.1,
        npi = 3L,
        npb = true,
        arr0 = new[] { 1.5 },
        arr = new[] { 0, 1, 2, 3, 4 },
        arr2 = new double[,] { { 1, 1 }, { 1, 1 } },
        big_arr = Enumerable.Range(0, 1000).Select(number => (double)number).ToArray(),
    };

    private static readonly object Exponents = new { e0 = 1e21, e1 = 1e20, e2 = 1e-7, e3 = 123456789.123456789, e4 = 1.0, e5 = 100.0, e6 = 3.0e10, e7 = -0.0 };

    public static TheoryData<int, object> Rows => new() { { 0, Types }, { 1, Odd }, { 2, Arrays }, { 3, Exponents } };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_means_what_the_official_client_made_of_it(int line, object row)
    {
        var recorded = Parse(File.ReadLines(Path.Combine(Golden.Folder("types"), "server", "wandb-history.jsonl")).ElementAt(line));
        foreach (var stamp in (string[])["_step", "_runtime", "_timestamp"])
            recorded.Remove(stamp);

        var ours = Parse(ValueJson.ToJsonText(MetricValue.Of(row)));

        Assert.True(JsonNode.DeepEquals(recorded, ours), $"{recorded.ToJsonString()}\n{ours.ToJsonString()}");
    }

    // W&B's bare tokens are no JSON: as texts both sides can be compared. Numbers are compared as doubles, for 1e+20 is 100000000000000000000.
    private static JsonObject Parse(string line)
    {
        foreach (var token in (string[])["-Infinity", "Infinity", "NaN"])
        {
            foreach (var before in (char[])[':', '['])
                line = line.Replace($"{before}{token}", $"{before}\"{token}\"");
        }

        return (JsonObject)Normalise(JsonNode.Parse(line))!;
    }

    private static JsonNode? Normalise(JsonNode? node) => node switch
    {
        JsonObject children => new JsonObject(children.Select(child => KeyValuePair.Create(child.Key, Normalise(child.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Normalise)]),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => JsonValue.Create(value.GetValue<double>()),
        _ => node?.DeepClone(),
    };
}
