using System.Buffers;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Xunit;

namespace WandbActors.Api.Tests.DataTypes;

public class PythonNumberSpecs
{
    // As Python's own repr and orjson write them.
    [Theory]
    [InlineData(0.0, "0.0", "0.0")]
    [InlineData(1.0, "1.0", "1.0")]
    [InlineData(-2.5, "-2.5", "-2.5")]
    [InlineData(0.1, "0.1", "0.1")]
    [InlineData(100000.0, "100000.0", "100000.0")]
    [InlineData(123456789.12345679, "123456789.12345679", "123456789.12345679")]
    [InlineData(0.0001, "0.0001", "0.0001")]
    [InlineData(0.00012345, "0.00012345", "0.00012345")]
    [InlineData(0.00001, "1e-05", "0.00001")]
    [InlineData(-0.0000123, "-1.23e-05", "-0.0000123")]
    [InlineData(0.000001, "1e-06", "1e-6")]
    [InlineData(5e-324, "5e-324", "5e-324")]
    [InlineData(1e15, "1000000000000000.0", "1000000000000000.0")]
    [InlineData(1234567890123456.0, "1234567890123456.0", "1234567890123456.0")]
    [InlineData(1e16, "1e+16", "1e16")]
    [InlineData(1.2345678901234568e17, "1.2345678901234568e+17", "1.2345678901234568e17")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e308")]
    [InlineData(double.NaN, "NaN", "null")]
    [InlineData(double.NegativeInfinity, "-Infinity", "null")]
    public void A_number_is_written_as_the_official_client_writes_it(double number, string spaced, string compact)
    {
        Assert.Equal(spaced, Written(number, PythonForm.Spaced));
        Assert.Equal(compact, Written(number, PythonForm.Compact));
    }

    [Property(MaxTest = 2000)]
    public void Every_number_reads_back_the_same(long bits)
    {
        var number = BitConverter.Int64BitsToDouble(bits);
        if (!double.IsFinite(number))
            return;

        Assert.Equal(number, double.Parse(Written(number, PythonForm.Spaced), CultureInfo.InvariantCulture));
        Assert.Equal(number, double.Parse(Written(number, PythonForm.Compact), CultureInfo.InvariantCulture));
    }

    [Property(MaxTest = 2000)]
    public void So_does_every_number_of_a_usual_size(NormalFloat number)
    {
        Assert.Equal(number.Get, double.Parse(Written(number.Get, PythonForm.Spaced), CultureInfo.InvariantCulture));
        Assert.Equal(number.Get, double.Parse(Written(number.Get, PythonForm.Compact), CultureInfo.InvariantCulture));
    }

    private static string Written(double number, PythonForm form)
    {
        var writer = new ArrayBufferWriter<byte>();
        PythonNumber.Write(number, form, writer);
        return Encoding.ASCII.GetString(writer.WrittenSpan);
    }
}
