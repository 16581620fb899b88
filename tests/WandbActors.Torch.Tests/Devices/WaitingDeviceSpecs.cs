using static TorchSharp.torch;

namespace WandbActors.Tests.Devices;

/// <summary>The devices that are waited for, in a run whose log is read back. The tensors are in host memory.</summary>
[Trait("Needs", "libtorch")]
public sealed class WaitingDeviceSpecs
{
    private readonly WaitingDevice _device = new("mps:0");

    [LibTorchTheory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Bool)]
    public async Task Tensors_of_every_form_are_what_they_are_in_host_memory_at_the_call(ScalarType type)
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();
        var grid = (randn(100, 100) * 5).to(type);
        Tensor[] tensors = [grid[0, 0], grid[0, 0].reshape(1, 1), grid[TensorIndex.Slice(0, 2), TensorIndex.Slice(0, 3)].t(), grid.t(), grid];
        var expected = tensors.Select(tensor => TensorReading.Read(tensor).ToString()).ToList();

        foreach (var tensor in tensors)
            run.Log(_device.Capture(tensor));
        grid.zero_();

        Assert.Equal(expected, await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task No_graph_is_kept_and_the_programs_scope_is_left_alone()
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();
        var loss = ones(1, requires_grad: true) * 3;
        var before = scope.DisposablesCount;

        run.Log(_device.Capture(loss));

        Assert.Equal(before, scope.DisposablesCount);
        loss.backward();
        Assert.Equal(["3"], await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task In_inference_mode_and_out_of_it_values_are_captured()
    {
        await using var run = await DeviceRun.StartAsync();
        using var outside = tensor(1);

        using (inference_mode())
        {
            using var inside = tensor(2);
            run.Log(_device.Capture(inside));
            run.Log(_device.Capture(outside));
        }

        Assert.Equal(["2", "1"], await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task One_value_may_be_logged_in_many_rows_and_its_clone_is_given_back_once()
    {
        var device = new WaitingDevice("mps:0", maxClones: 1);
        await using var run = await DeviceRun.StartAsync();
        using var one = tensor(1);

        for (var step = 0; step < 3; step++)
        {
            var shared = device.CaptureShared(one);
            one.add_(1);
            run.Log(shared);
            run.Log(shared);
            await run.Run.FlushAsync(FlushTarget.Disk);
        }

        Assert.Equal(["1", "1", "2", "2", "3", "3"], await run.FinishAsync());
    }

    [LibTorchFact]
    public void Clones_and_bytes_are_bounded()
    {
        var device = new WaitingDevice("mps:0", maxClones: 2, maxBytes: 100);
        using var number = tensor(1.0);
        using var list = ones(20, float32);

        var held = new[] { device.Capture(list), device.Capture(number) };
        var tooMany = device.Capture(number);
        Release(held[1]);
        var tooMuch = device.Capture(list);
        var fits = device.Capture(number);

        Assert.All(held.Append(fits), value => Assert.IsType<ClonedValue>(value.Reference));
        Assert.All([tooMany, tooMuch], value => Assert.IsNotType<ClonedValue>(value.Reference));
        Release(held[0]);
        Release(fits);
    }

    [LibTorchFact]
    public async Task What_refused_rows_held_comes_back_with_the_next_value_that_is_awaited()
    {
        var device = new WaitingDevice("mps:0", maxClones: 2);
        using var one = tensor(1);
        await using (var ended = await DeviceRun.StartAsync())
        {
            await ended.FinishAsync();
            ended.Log(device.Capture(one));
            ended.Log(device.Capture(one));
        }

        await using var run = await DeviceRun.StartAsync();
        run.Log(device.Capture(one));
        run.Log(await run.CaptureAsync(() => device.Capture(one)));

        Assert.Equal(["NaN", "1"], await run.FinishAsync());
    }

    private static void Release(MetricValue value) => ((ClonedValue)value.Reference!).Release();
}
