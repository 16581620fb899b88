using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors.Tests.Devices;

/// <summary>Tensors of more than one element through the CUDA path, in a run whose log is read back. Host memory, scripted driver.</summary>
[Trait("Needs", "libtorch")]
public sealed class CudaTensorSpecs
{
    private static readonly ScalarType[] Types =
    [
        ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int8, ScalarType.Byte, ScalarType.Int16,
        ScalarType.Int32, ScalarType.Int64, ScalarType.Bool,
    ];

    private readonly ScriptedCuda _cuda = new();

    public static TheoryData<long[]> Shapes => [[2], [32], [4, 8], [2, 1, 3], [33], [10, 10], [64, 64], [1, 4096]];

    [LibTorchTheory]
    [MemberData(nameof(Shapes))]
    public async Task Lists_and_histograms_of_every_type_are_what_they_are_in_host_memory(long[] shape)
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();
        var tensors = Types.Select(type => (randn(shape) * 3).to(type)).ToList();

        foreach (var tensor in tensors)
            run.Log(_cuda.Device.Capture(tensor));
        var expected = tensors.Select(tensor => TensorReading.Read(tensor).ToString()).ToList();
        foreach (var tensor in tensors)
            tensor.zero_();

        Assert.Equal(expected, await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task Views_are_what_they_look_like()
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();
        var grid = arange(24, float32).reshape(4, 6);
        Tensor[] views = [grid.t(), grid[1], grid.select(1, 2), grid[TensorIndex.Slice(0, 4, 2), TensorIndex.Slice(1, 6, 2)], ones(1).expand(2, 3)];

        foreach (var view in views)
            run.Log(_cuda.Device.Capture(view));

        Assert.Equal(views.Select(view => TensorReading.Read(view).ToString()), await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task Large_ones_are_counted_where_they_are()
    {
        await using var run = await DeviceRun.StartAsync();
        using var grid = arange(10_000, float32).reshape(100, 100).requires_grad_();

        run.Log(_cuda.Device.Capture(grid));
        run.Log(_cuda.Device.CaptureHistogram(grid, 10));
        var expected = new[] { 32, 10 }.Select(bins => JsonOf(Enumerable.Range(0, 10_000), bins));

        Assert.Equal(expected, await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task Any_number_of_elements_may_be_counted_into_bins()
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();

        run.Log(_cuda.Device.CaptureHistogram(zeros(0), 3));
        run.Log(_cuda.Device.CaptureHistogram(tensor(4), 3));
        run.Log(_cuda.Device.CaptureHistogram(arange(9), 3));
        run.Log(_cuda.Device.CaptureHistogram(arange(5000), 1000));

        Assert.Equal(
            [JsonOf([], 3), JsonOf([4], 3), JsonOf(Enumerable.Range(0, 9), 3), JsonOf(Enumerable.Range(0, 5000), 512)],
            await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task What_has_no_numbers_is_a_text_that_says_so()
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();
        var complex = zeros(3, ScalarType.ComplexFloat32);

        run.Log(_cuda.Device.Capture(complex));
        run.Log(_cuda.Device.CaptureStatistics(complex));
        run.Log(_cuda.Device.Capture(zeros(0, 5)));
        run.Log(_cuda.Device.CaptureStatistics(zeros(0)));

        Assert.Equal(
            ["\"(tensor: no number for ComplexFloat32)\"", "\"(tensor: no number for ComplexFloat32)\"", "[]", "\"(tensor: no elements)\""],
            await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task A_sparse_tensor_is_what_it_stands_for()
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();
        var dense = tensor(new float[,] { { 0, 1 }, { 2, 0 } });

        run.Log(_cuda.Device.Capture(dense.to_sparse()));

        Assert.Equal(["[[0,1],[2,0]]"], await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task In_inference_mode_tensors_are_what_they_are_outside()
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();
        var outside = arange(5000, float64);

        using (inference_mode())
        {
            var inside = arange(5000, float64);
            run.Log(_cuda.Device.CaptureHistogram(inside, 8));
            run.Log(_cuda.Device.CaptureHistogram(outside, 8));
            run.Log(_cuda.Device.Capture(inside[TensorIndex.Slice(0, 3)]));
        }

        run.Log(_cuda.Device.CaptureHistogram(outside, 8));
        var histogram = JsonOf(Enumerable.Range(0, 5000), 8);

        Assert.Equal([histogram, histogram, "[0,1,2]", histogram], await run.FinishAsync());
        Assert.Equal(4999, outside[4999].ToDouble());
    }

    private static string JsonOf(IEnumerable<int> numbers, int bins) =>
        MetricValue.Of(new Histogram(numbers.Select(number => (double)number), bins)).ToString();
}
