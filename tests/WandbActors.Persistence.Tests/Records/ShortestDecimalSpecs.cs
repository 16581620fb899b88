using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Records;

public class ShortestDecimalSpecs
{
    [Property(MaxTest = 20_000)]
    public void Any_double_has_the_framework_s_text(long bits) => ItIsTheShortestText(BitConverter.Int64BitsToDouble(bits));

    [Property(MaxTest = 50_000)]
    public Property Numbers_of_any_size_and_those_next_to_short_ones_too() =>
        Prop.ForAll(RandomNumber().ToArbitrary(), number => ItIsTheShortestText(number));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(3, "3")]
    [InlineData(1e14, "100000000000000")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(0.1f, "0.10000000149011612")]
    [InlineData(123456789.123456789, "123456789.12345679")]
    [InlineData(999999999999999.9, "999999999999999.9")]
    [InlineData(1795759321.123456, "1795759321.123456")]
    public void Numbers_without_an_exponent_take_the_short_way(double number, string text)
    {
        Span<byte> json = stackalloc byte[ValueJson.MaxNumberBytes];

        Assert.True(ShortestDecimal.TryFormat(number, json, out var written));

        Assert.Equal(text, Encoding.UTF8.GetString(json[..written]));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)] // a power of two
    [InlineData(0.00001)]
    [InlineData(1e15)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Others_do_not(double number) => Assert.False(ShortestDecimal.TryFormat(number, new byte[ValueJson.MaxNumberBytes], out _));

    [Fact]
    public void Every_power_of_two_reads_back()
    {
        Span<byte> json = stackalloc byte[ValueJson.MaxNumberBytes];
        for (var exponent = -1074; exponent < 1024; exponent++)
        {
            var number = Math.ScaleB(1, exponent);

            Assert.Equal(number, double.Parse(json[..ValueJson.FormatDouble(number, json)], CultureInfo.InvariantCulture));
        }
    }

    private static void ItIsTheShortestText(double number)
    {
        Span<byte> json = stackalloc byte[ValueJson.MaxNumberBytes];
        if (ShortestDecimal.TryFormat(number, json, out var written))
            Assert.Equal(number.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetString(json[..written]));
    }

    private static Gen<double> RandomNumber() =>
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        from exponent in Gen.Choose(-5, 15)
        from decimals in Gen.Choose(0, 15)
        from isNegative in Gen.Elements(true, false)
        from off in Gen.Choose(-2, 2)
        let number = (high + (low / (double)int.MaxValue)) / int.MaxValue * Math.Pow(10, exponent)
        let near = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(Math.Round(number, decimals)) + off)
        select isNegative ? -near : near;
}
