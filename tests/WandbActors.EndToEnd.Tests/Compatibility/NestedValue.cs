using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace WandbActors.EndToEnd.Tests.Compatibility;

/// <summary>A value of any shape that JSON knows, as a program would have it in its hands, and what it means.</summary>
internal static class NestedValue
{
    // The names that a row keeps for itself are no names of values, and one of them has a meaning.
    private static readonly string[] Names = ["a", "b", "loss", "val/loss", "dot.key", "ünï 日本", " ", "_hidden", "quote\"", "back\\slash", "line\nbreak", "_type"];

    private static readonly double[] Doubles = [0, -0.0, 0.1, 1e21, 1e-7, 5e-324, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    /// <summary>Names with values of any depth.</summary>
    public static Arbitrary<Dictionary<string, object?>> Rows => Members(depth: 4).Where(row => row.Count > 0).ToArbitrary();

    /// <summary>The JSON of a value, by the plainest way that there is.</summary>
    public static string Json(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => JsonSerializer.Serialize(text),
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        Dictionary<string, object?> members => $"{{{string.Join(',', members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{Json(member.Value)}"))}}}",
        List<object?> items => $"[{string.Join(',', items.Select(Json))}]",
        _ => throw new NotSupportedException($"{value.GetType()} is not generated here."),
    };

    private static Gen<Dictionary<string, object?>> Members(int depth) =>
        from names in Gen.SubListOf(Names)
        from values in Gen.ArrayOf(Any(depth - 1), names.Count)
        select names.Zip(values, KeyValuePair.Create).ToDictionary();

    private static Gen<object?> Any(int depth) => depth == 0
        ? Leaf
        : Gen.Frequency((5, Leaf), (2, Members(depth).Select(members => (object?)members)), (2, Items(depth)));

    // A list of one number is that number, and one of more than 32 a histogram: W&B's rules, with specs of their own.
    private static Gen<object?> Items(int depth) =>
        from count in Gen.Elements(0, 2, 3, 7)
        from items in Gen.ArrayOf(Any(depth - 1), count)
        select (object?)items.ToList();

    private static Gen<object?> Leaf => Gen.OneOf(
        Gen.Constant<object?>(null),
        Gen.Elements<object?>(true, false),
        Gen.Elements(Doubles).Select(number => (object?)number),
        ArbMap.Default.GeneratorFor<double>().Select(number => (object?)number),
        ArbMap.Default.GeneratorFor<long>().Select(number => (object?)number),
        ArbMap.Default.GeneratorFor<int>().Select(number => (object?)number),
        Gen.Elements<object?>(decimal.MaxValue, 0.1m, ulong.MaxValue, (byte)7, (Half)0.5, 1.5f),
        Gen.Elements<object?>("", "text", "héllo ✓ 日本", "q\"b\\s\n\t\u0001", "NaN", "{\"a\":1}", "a\u2028b", "😀"));
}
