using static TorchSharp.torch;

namespace WandbActors.Tests.Tensors;

[Trait("Needs", "libtorch")]
public class TensorHistogramSpecs
{
    private const int Bins = 32;

    [LibTorchTheory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Byte)]
    public void More_than_32_elements_are_a_histogram_of_32_bins(ScalarType type)
    {
        using var numbers = arange(64).to(type).reshape(8, 8);

        var value = TensorReading.Read(numbers);

        Assert.Equal(JsonOf(Enumerable.Range(0, 64)), value.ToString());
    }

    [LibTorchFact]
    public void Flags_count_as_zero_and_one()
    {
        using var flags = arange(99) < 66;

        var value = TensorReading.Read(flags);

        Assert.Equal(JsonOf(Enumerable.Range(0, 99).Select(index => index < 66 ? 1 : 0)), value.ToString());
    }

    [LibTorchFact]
    public void The_list_ends_at_32_elements()
    {
        using var longest = zeros(32);
        using var longer = zeros(33);

        Assert.Equal(MetricValueKind.Json, TensorReading.Read(longest).Kind);
        Assert.Equal(MetricValueKind.Object, TensorReading.Read(longer).Kind);
    }

    [LibTorchFact]
    public void A_view_is_counted_as_it_looks()
    {
        using var scope = NewDisposeScope();
        var odd = arange(200).reshape(100, 2).t()[1];

        var value = TensorReading.Read(odd);

        Assert.Equal(JsonOf(Enumerable.Range(0, 100).Select(index => 2 * index + 1)), value.ToString());
    }

    [LibTorchFact]
    public void What_is_not_finite_is_left_out()
    {
        using var scope = NewDisposeScope();
        var numbers = cat([arange(64).to(float32), tensor([float.NaN, float.PositiveInfinity])]);

        var value = TensorReading.Read(numbers);

        Assert.Equal(JsonOf(Enumerable.Range(0, 64)), value.ToString());
    }

    private static string JsonOf(IEnumerable<int> numbers) => MetricValue.Of(new Histogram(numbers.Select(number => (double)number), Bins)).ToString();
}
