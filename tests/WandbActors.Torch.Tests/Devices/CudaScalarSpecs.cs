using static TorchSharp.torch;

namespace WandbActors.Tests.Devices;

/// <summary>Numbers through the CUDA path, in a run whose log is read back. The tensors are in host memory and the driver is scripted.</summary>
[Trait("Needs", "libtorch")]
public sealed class CudaScalarSpecs
{
    private readonly ScriptedCuda _cuda = new();

    [LibTorchFact]
    public async Task A_number_of_every_type_is_what_it_is_in_host_memory()
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();
        Tensor[] numbers =
        [
            tensor(0.1f), tensor(0.1), tensor(0.1).to(float16), tensor(0.1).to(bfloat16), tensor(-3).to(int8), tensor(200).to(uint8),
            tensor(-300).to(int16), tensor(-70_000), tensor(9_007_199_254_740_993L), tensor(long.MinValue), tensor(true), tensor(false),
            tensor(float.NaN), tensor(double.NegativeInfinity), tensor(5e-324),
        ];

        foreach (var number in numbers)
            run.Log(_cuda.Device.Capture(number));
        var logged = await run.FinishAsync();

        Assert.Equal(numbers.Select(number => TensorReading.Read(number).ToString()), logged);
    }

    [LibTorchFact]
    public async Task A_number_of_any_shape_and_view_is_a_number()
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();
        var many = arange(24, float32).reshape(2, 3, 4);
        var last = many[1, 2, 3];
        Tensor[] ones = [last, last.reshape(1), last.reshape(1, 1), last.reshape(1, 1, 1, 1), many.transpose(0, 2)[3, 2, 1]];

        foreach (var one in ones)
            run.Log(_cuda.Device.Capture(one));

        Assert.All(await run.FinishAsync(), logged => Assert.Equal("23", logged));
    }

    [LibTorchFact]
    public async Task The_value_is_the_one_at_the_call()
    {
        await using var run = await DeviceRun.StartAsync();
        _cuda.Driver.QueriesUntilPassed = 3;
        using var total = zeros(1);

        for (var step = 0; step < 1000; step++)
        {
            total.add_(1);
            run.Log(_cuda.Device.Capture(total));
        }

        total.Dispose();

        Assert.Equal(Enumerable.Range(1, 1000).Select(step => $"{step}"), await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task It_is_read_when_the_device_has_come_past_it_and_not_before()
    {
        await using var run = await DeviceRun.StartAsync();
        using var one = tensor(1f);
        _cuda.Driver.QueriesUntilPassed = int.MaxValue;
        run.Log(_cuda.Device.Capture(one));
        _cuda.Memory.Hide(); // the copy is under way

        await _cuda.Driver.QueriedAsync(3);
        Assert.Equal(0, run.Run.Ledger.InLog);
        _cuda.Driver.Passing = _cuda.Memory.Reveal;
        _cuda.Driver.QueriesUntilPassed = 0;

        Assert.Equal(["1"], await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task Training_goes_on_as_if_nothing_had_been_logged()
    {
        await using var run = await DeviceRun.StartAsync();
        using var scope = NewDisposeScope();
        var weight = ones(1, requires_grad: true);

        for (var step = 0; step < 10; step++)
        {
            var loss = (weight * step).sum();
            run.Log(_cuda.Device.Capture(loss));
            loss.backward();
        }

        run.Log(_cuda.Device.Capture(weight.grad!));
        Assert.Equal([.. Enumerable.Range(0, 10).Select(step => $"{step}"), "45"], await run.FinishAsync());
    }

    [LibTorchFact]
    public async Task In_inference_mode_and_out_of_it_the_same_slots_serve()
    {
        await using var run = await DeviceRun.StartAsync();
        var cuda = new ScriptedCuda(ScriptedCuda.LittleRoom);

        for (var step = 0; step < 4; step++)
        {
            using (inference_mode())
            {
                using var inferred = tensor(step + 0.5f);
                run.Log(cuda.Device.Capture(inferred));
            }

            using var plain = tensor((float)step);
            using var trained = plain.requires_grad_();
            run.Log(cuda.Device.Capture(trained));
            await run.Run.FlushAsync(FlushTarget.Disk); // their slots are free again
        }

        Assert.Equal(["0.5", "0", "1.5", "1", "2.5", "2", "3.5", "3"], await run.FinishAsync());
    }
}
