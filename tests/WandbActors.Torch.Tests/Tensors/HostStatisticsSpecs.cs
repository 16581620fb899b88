using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors.Tests.Tensors;

[Trait("Needs", "libtorch")]
public class HostStatisticsSpecs
{
    [LibTorchTheory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Byte)]
    public void They_are_those_of_libtorch(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var numbers = randint(0, 100, 50).to(type);
        var wide = numbers.to(float64);

        var read = Read(numbers);

        Assert.Equal(wide.mean().ToDouble(), read["mean"], 1e-12);
        Assert.Equal(wide.std().ToDouble(), read["std"], 1e-12);
        Assert.Equal(wide.norm().ToDouble(), read["norm"], 1e-9);
        Assert.Equal((wide.min().ToDouble(), wide.max().ToDouble(), 0), (read["min"], read["max"], read["nonfinite"]));
    }

    [LibTorchFact]
    public void Flags_count_as_zero_and_one()
    {
        using var flags = arange(4) < 1;

        var read = Read(flags);

        Assert.Equal((0.25, 0.5, 1, 0, 1), (read["mean"], read["std"], read["norm"], read["min"], read["max"]));
    }

    [LibTorchFact]
    public void What_is_not_finite_shows_and_is_counted()
    {
        using var numbers = tensor([1, float.NaN, float.PositiveInfinity]);
        using var infinite = tensor([1, float.PositiveInfinity]);

        var (read, unbounded) = (Read(numbers), Read(infinite));

        Assert.Equal(2, read["nonfinite"]);
        Assert.All(["mean", "std", "norm", "min", "max"], name => Assert.Equal(double.NaN, read[name]));
        Assert.Equal((double.PositiveInfinity, 1, double.PositiveInfinity, 1), (unbounded["mean"], unbounded["min"], unbounded["max"], unbounded["nonfinite"]));
    }

    [LibTorchFact]
    public void The_deviation_is_right_beside_a_large_mean()
    {
        using var numbers = tensor([1e9, 1e9 + 1, 1e9 + 2]);

        Assert.Equal(1, Read(numbers)["std"]);
    }

    [LibTorchFact]
    public void One_element_has_no_deviation_and_none_have_nothing()
    {
        using var one = tensor(2.0);
        using var none = zeros(0);

        Assert.Equal((2, double.NaN, 2), (Read(one)["mean"], Read(one)["std"], Read(one)["norm"]));
        Assert.Equal("(tensor: no elements)", TensorReading.Read(none, TensorForm.Statistics));
    }

    private static Dictionary<string, double> Read(Tensor tensor)
    {
        var nested = (Persistence.Records.NestedValues)TensorReading.Read(tensor, TensorForm.Statistics).Reference!;
        return nested.Entries.ToArray().ToDictionary(entry => entry.Key, entry => NumberOf(entry.Value));
    }

    private static double NumberOf(MetricValue value) =>
        value.Kind == MetricValueKind.Int64 ? value.Bits : BitConverter.Int64BitsToDouble(value.Bits);
}
