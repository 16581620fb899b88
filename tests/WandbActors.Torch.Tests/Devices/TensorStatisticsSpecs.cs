using System.Globalization;
using static TorchSharp.torch;

namespace WandbActors.Tests.Devices;

/// <summary>Statistics that are captured number by number. The tensors are in host memory and the driver is scripted.</summary>
[Trait("Needs", "libtorch")]
public sealed class TensorStatisticsSpecs
{
    private static readonly string[] Names = ["mean", "std", "norm", "min", "max", "nonfinite"];

    private readonly ScriptedCuda _cuda = new();

    [LibTorchTheory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int64)]
    public async Task They_say_what_the_numbers_are_like(ScalarType type)
    {
        using var numbers = tensor(new double[] { 3, -4, 5, 0 }).to(type);

        var statistics = await LogAsync(_cuda.Device, numbers);

        Assert.Equal([1, Math.Sqrt(46.0 / 3), Math.Sqrt(50), -4, 5, 0], statistics, new Within(1e-6));
    }

    [LibTorchFact]
    public async Task Flags_count_as_0_and_1()
    {
        using var flags = tensor(new[] { true, false, true, true });

        Assert.Equal([0.75, 0.5, Math.Sqrt(3), 0, 1, 0], await LogAsync(_cuda.Device, flags), new Within(1e-12));
    }

    [LibTorchFact]
    public async Task What_is_not_finite_is_counted_and_shows_in_the_others()
    {
        using var numbers = tensor(new[] { 1, float.NaN, float.PositiveInfinity });

        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 2], await LogAsync(_cuda.Device, numbers));
    }

    [LibTorchFact]
    public async Task One_number_has_no_deviation()
    {
        using var one = tensor(-2f);

        Assert.Equal([-2, double.NaN, 2, -2, -2, 0], await LogAsync(_cuda.Device, one));
    }

    [LibTorchFact]
    public async Task They_are_those_at_the_call_and_keep_no_graph()
    {
        await using var run = await DeviceRun.StartAsync();
        using var weight = ones(2, 2, requires_grad: true);
        using var doubled = weight * 2;

        run.Log(_cuda.Device.CaptureStatistics(doubled));
        using (no_grad())
            doubled.zero_();

        var row = Assert.Single(await run.FinishRowsAsync());
        Assert.Equal(["2", "0", "4", "2", "2", "0"], Names.Select(name => row["x." + name]));
    }

    [LibTorchFact]
    public async Task A_device_that_is_waited_for_has_them_too()
    {
        using var numbers = tensor(new[] { 3, -4, 5, 0 });

        var statistics = await LogAsync(new WaitingDevice("mps:0"), numbers);

        Assert.Equal([1, Math.Sqrt(46.0 / 3), Math.Sqrt(50), -4, 5, 0], statistics, new Within(1e-6));
    }

    private static async Task<IReadOnlyList<double>> LogAsync(TensorDevice device, Tensor numbers)
    {
        await using var run = await DeviceRun.StartAsync();
        run.Log(device.CaptureStatistics(numbers));
        var row = Assert.Single(await run.FinishRowsAsync());
        return [.. Names.Select(name => double.Parse(row["x." + name], CultureInfo.InvariantCulture))];
    }

    private sealed class Within(double error) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= error;

        public int GetHashCode(double obj) => 0;
    }
}
