using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Records;

public class ShortDecimalSpecs
{
    [Property(MaxTest = 20_000)]
    public void Any_double_has_the_text_that_it_has_without(long bits) => ItIsTheShortestText(BitConverter.Int64BitsToDouble(bits));

    [Property(MaxTest = 20_000)]
    public Property Numbers_near_those_of_few_decimals_too() =>
        Prop.ForAll(NearShortOnes().ToArbitrary(), number => ItIsTheShortestText(number));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(3, "3")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.000123, "0.000123")]
    [InlineData(100.000001, "100.000001")]
    [InlineData(1795759321.123456, "1795759321.123456")]
    [InlineData(4294967295.999999, "4294967295.999999")]
    public void Numbers_of_up_to_six_decimals_take_the_short_way(double number, string text)
    {
        Span<byte> json = stackalloc byte[ValueJson.MaxNumberBytes];

        Assert.True(ShortDecimal.TryFormat(number, json, out var written));

        Assert.Equal(text, Encoding.UTF8.GetString(json[..written]));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.00001)]
    [InlineData(0.1234567)]
    [InlineData(1.0 / 3)]
    [InlineData(4294967296.0)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Others_do_not(double number) =>
        Assert.False(ShortDecimal.TryFormat(number, new byte[ValueJson.MaxNumberBytes], out _));

    private static void ItIsTheShortestText(double number)
    {
        Span<byte> json = stackalloc byte[ValueJson.MaxNumberBytes];
        if (ShortDecimal.TryFormat(number, json, out var written))
            Assert.Equal(number.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetString(json[..written]));
    }

    // The doubles next to a decimal must not be taken for it.
    private static Gen<double> NearShortOnes() =>
        from digits in Gen.Choose(0, int.MaxValue)
        from more in Gen.Choose(0, 2_000_000)
        from scale in Gen.Elements(1.0, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7)
        from isNegative in Gen.Elements(true, false)
        from off in Gen.Choose(-2, 2)
        let number = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits((digits + ((double)more * int.MaxValue)) / scale) + off)
        select isNegative ? -number : number;
}
