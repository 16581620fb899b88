using static TorchSharp.torch;

namespace WandbActors.Tests.Devices;

/// <summary>What is counted on a device, against what the host counts of the same numbers. The tensors are in host memory.</summary>
[Trait("Needs", "libtorch")]
public sealed class ReducedHistogramSpecs
{
    private const double RoundingError = 1e-12; // of the numbers' own size

    private static readonly double[] NotFinite = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    public static TheoryData<ScalarType> Types =>
    [
        ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int8, ScalarType.Byte, ScalarType.Int16,
        ScalarType.Int32, ScalarType.Int64, ScalarType.Bool,
    ];

    [LibTorchTheory]
    [MemberData(nameof(Types))]
    public void It_is_the_hosts_but_for_numbers_on_the_edges(ScalarType type)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            using var scope = NewDisposeScope();
            var random = new Random(seed);
            var tensor = Some(random).to(type);

            AssertSame(tensor, bins: random.Next(1, 1 + (seed % 2 == 0 ? 64 : Histogram.MaxBins)));
        }
    }

    [LibTorchFact]
    public void Numbers_of_the_greatest_range_there_is_are_counted()
    {
        using var scope = NewDisposeScope();
        var (most, unlimited) = (double.MaxValue, double.PositiveInfinity);

        AssertSame(tensor(new[] { -most, -most / 2, 0, 1, most / 3, most, unlimited, -unlimited, double.NaN }), 16);
        AssertSame(tensor(new[] { float.MinValue, 0, float.MaxValue, float.MaxValue / 2 }), 16);
    }

    [LibTorchFact]
    public void Numbers_that_are_all_the_same_are_in_the_middle()
    {
        using var scope = NewDisposeScope();

        AssertSame(full(100, 7.25), 32);
        AssertSame(full(100, 7.25), 33);
        AssertSame(cat([full(100, -3f), full(5, float.NaN)]), 1);
    }

    [LibTorchFact]
    public void Where_nothing_is_finite_it_spans_0_to_1()
    {
        using var scope = NewDisposeScope();

        AssertSame(tensor(new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity }), 4);
    }

    [LibTorchFact]
    public void Counts_of_many_parts_add_up()
    {
        using var scope = NewDisposeScope();
        var numbers = cat([zeros(20_000_000, ScalarType.Byte), ones(5, ScalarType.Byte)]); // single precision would stand still at 16,777,216

        var histogram = Reduce(numbers, 2);

        Assert.Equal([20_000_000, 5], histogram.Counts);
    }

    [LibTorchFact]
    public void The_tensor_is_left_as_it_is()
    {
        using var scope = NewDisposeScope();
        var numbers = tensor(new[] { 1, double.NaN, 3 }, requires_grad: true);
        var view = numbers.reshape(3, 1).t();

        Reduce(view, 4);

        Assert.Equal("[1,NaN,3]", TensorReading.Read(numbers).ToString());
        Assert.True(numbers.requires_grad);
    }

    [Fact]
    public void Counts_that_do_not_add_up_are_not_believed() =>
        Assert.Throws<InvalidOperationException>(() => Histogram.Counted(least: 0, most: 1, [3, 4], finite: 8, all: 8));

    private static Tensor Some(Random random)
    {
        var numbers = new double[random.Next(1, 400)];
        var size = Math.Pow(10, random.Next(-3, 3));
        for (var index = 0; index < numbers.Length; index++)
            numbers[index] = (random.Next(4) == 0 ? random.Next(-8, 8) : random.NextDouble() - 0.5) * size;
        for (var left = random.Next(3); left > 0; left--)
            numbers[random.Next(numbers.Length)] = NotFinite[random.Next(NotFinite.Length)];
        return tensor(numbers);
    }

    private static Histogram Reduce(Tensor tensor, int bins)
    {
        using var reduced = ReducedHistogram.Of(tensor, bins);
        return ReducedHistogram.Read(reduced.bytes, tensor.dtype, tensor.NumberOfElements);
    }

    private static void AssertSame(Tensor tensor, int bins)
    {
        var numbers = tensor.to(ScalarType.Float64).data<double>().ToArray();
        var finite = numbers.Where(double.IsFinite).ToList();
        var host = new Histogram(numbers, bins);

        var reduced = Reduce(tensor, bins);

        Assert.Equal(host.LeftOut, reduced.LeftOut);
        Assert.Equal(host.Counts.Sum(), reduced.Counts.Sum());
        Assert.Equal(host.Edges, reduced.Edges);
        var below = 0L;
        for (var bin = 0; bin < bins; bin++)
        {
            var edge = host.Edges[bin];
            var error = RoundingError * Math.Max(Math.Abs(host.Edges[0]), Math.Abs(host.Edges[^1]));
            Assert.InRange(below, finite.Count(number => number < edge - error), finite.Count(number => number < edge + error));
            below += reduced.Counts[bin];
        }
    }
}
