using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Records;

public class ScalarConversionSpecs
{
    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { DBNull.Value, "null" },
        { true, "true" },
        { 0.1, "0.1" },
        { 0.1f, "0.10000000149011612" },
        { (Half)0.1, "0.0999755859375" },
        { double.NaN, "NaN" },
        { float.NegativeInfinity, "-Infinity" },
        { sbyte.MinValue, "-128" },
        { byte.MaxValue, "255" },
        { short.MinValue, "-32768" },
        { ushort.MaxValue, "65535" },
        { int.MinValue, "-2147483648" },
        { uint.MaxValue, "4294967295" },
        { long.MinValue, "-9223372036854775808" },
        { ulong.MaxValue, "18446744073709551615" },
        { (nint)(-5), "-5" },
        { (nuint)5, "5" },
        { Int128.MaxValue, "170141183460469231731687303715884105727" },
        { (Int128)7, "7" },
        { UInt128.MaxValue, "340282366920938463463374607431768211455" },
        { BigInteger.Pow(10, 40), "1" + new string('0', 40) },
        { BigInteger.MinusOne, "-1" },
        { 1.10m, "1.1" },
        { 0.12345678901234567890m, "0.12345678901234567890" },
        { decimal.MaxValue, "79228162514264337593543950335" },
        { decimal.MinValue, "-79228162514264337593543950335" },
        { DayOfWeek.Friday, "\"Friday\"" },
        { AttributeTargets.Class | AttributeTargets.Enum, "\"Class, Enum\"" },
        { 'x', "\"x\"" },
        { '\ud800', "\"\ufffd\"" },
        { "lone \udc00 half", "\"lone \ufffd half\"" },
        { "q\"b\\s\n", "\"q\\\"b\\\\s\\n\"" },
        { Guid.Empty, "\"00000000-0000-0000-0000-000000000000\"" },
        { new Uri("https://example.test/a?b=c"), "\"https://example.test/a?b=c\"" },
        { new DateTime(2026, 8, 21, 10, 15, 0, DateTimeKind.Utc), "\"2026-08-21T10:15:00Z\"" },
        { new DateTime(2026, 8, 21, 10, 15, 0, 250), "\"2026-08-21T10:15:00.25\"" },
        { new DateTimeOffset(2026, 8, 21, 10, 15, 0, TimeSpan.FromHours(2)), "\"2026-08-21T10:15:00+02:00\"" },
        { new DateOnly(2026, 8, 21), "\"2026-08-21\"" },
        { new TimeOnly(10, 15, 0), "\"10:15:00\"" },
        { TimeSpan.FromMilliseconds(1500), "1.5" },
        { typeof(string), "\"System.String\"" },
        { new Version(1, 2), "\"1.2\"" },
        { new StringComparisonTwin(), "\"twin\"" },
        { JsonDocument.Parse("1.5").RootElement, "1.5" },
        { JsonDocument.Parse("{\"a\":[1,null,\"x\"]}").RootElement, "{\"a\":[1,null,\"x\"]}" },
        { JsonDocument.Parse("[true]"), "[true]" },
        { JsonNode.Parse("{\"a\":{\"b\":[2]}}"), "{\"a\":{\"b\":[2]}}" },
        { JsonValue.Create(5), "5" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_type_of_value_has_its_json(object? value, string json)
    {
        var converted = MetricValue.Of(value);

        Assert.Equal(json, ValueJson.ToJsonText(converted));
    }

    [Fact]
    public void A_decimal_that_a_double_holds_is_a_number_to_summaries()
    {
        var converted = MetricValue.Of(0.001m);

        Assert.Equal(new MetricValue(0.001), converted);
    }

    [Property]
    public bool A_decimal_keeps_all_its_digits(decimal number) =>
        decimal.Parse(ValueJson.ToJsonText(MetricValue.Of(number)), NumberStyles.Float, CultureInfo.InvariantCulture) == number;

    [Property]
    public bool A_double_reads_back_the_same(double number) =>
        MetricValue.Of(number).Equals(new MetricValue(number)) && MetricValue.Of((object)(float)number) == new MetricValue((double)(float)number);

    [Fact]
    public void A_type_that_another_library_registered_is_converted_wherever_it_stands()
    {
        ObjectConversion.Register((value, mayBeDeferred) =>
            value is Registered registered ? new MetricValue(mayBeDeferred ? registered.Number : -registered.Number) : default(MetricValue?));

        var converted = MetricValue.Of(new Dictionary<string, object> { ["a"] = new Registered(7), ["b"] = new[] { new Registered(8) } });
        var setting = ObjectConversion.ConvertSetting(new Registered(9));

        Assert.Equal("{\"a\":7,\"b\":[-8]}", ValueJson.ToJsonText(converted)); // in a list, or as a setting, nothing can come later
        Assert.Equal(-9.0, setting);
    }

    private sealed class Registered(double number)
    {
        public double Number { get; } = number;
    }

    private sealed class StringComparisonTwin
    {
        public override string ToString() => "twin";
    }
}
