using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace WandbActors.Tests.Devices;

/// <summary>Captured values that may be logged again and again. The tensors are in host memory and the driver is scripted.</summary>
[Trait("Needs", "libtorch")]
public sealed class SharedValueSpecs
{
    private readonly ScriptedCuda _cuda = new(ScriptedCuda.LittleRoom);

    [LibTorchFact]
    public async Task One_value_may_be_logged_in_many_rows_and_runs()
    {
        await using var first = await DeviceRun.StartAsync();
        await using var second = await DeviceRun.StartAsync();
        using var half = tensor(0.5);
        using var list = tensor(new[] { 1, 2 });

        var (number, numbers) = (_cuda.Device.CaptureShared(half), _cuda.Device.CaptureShared(list));
        half.zero_();
        foreach (var run in new[] { first, second, first })
            run.Run.Log(("x", number), ("again", number), ("list", numbers));
        await first.Run.FlushAsync(FlushTarget.Disk);
        first.Run.Log(("x", number), ("again", number), ("list", numbers));

        var rows = (await first.FinishRowsAsync()).Concat(await second.FinishRowsAsync());
        Assert.Equal(Enumerable.Repeat(("0.5", "0.5", "[1,2]"), 4), rows.Select(row => (row["x"], row["again"], row["list"])));
    }

    [LibTorchFact]
    public async Task Statistics_may_be_shared_as_well()
    {
        await using var run = await DeviceRun.StartAsync();
        var cuda = new ScriptedCuda();
        using var numbers = tensor(new[] { 1.5, 2.5 });

        var shared = TensorDevice.Share(cuda.Device.CaptureStatistics(numbers));
        numbers.zero_();
        run.Log(shared);
        run.Log(shared);

        Assert.Equal(["2", "2"], (await run.FinishRowsAsync()).Select(row => row["x.mean"]));
    }

    [LibTorchFact]
    public async Task What_it_holds_comes_back_once_it_was_read()
    {
        await using var run = await DeviceRun.StartAsync();
        var kept = new List<DeferredValue>();

        for (var step = 0; step < 12; step++)
        {
            using var number = tensor(step);
            kept.Add(_cuda.Device.CaptureShared(number));
            run.Log(kept[^1]);
            await run.Run.FlushAsync(FlushTarget.Disk);
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(step => $"{step}"), await run.FinishAsync());
        GC.KeepAlive(kept);
    }

    [LibTorchFact]
    public async Task What_is_never_logged_comes_back()
    {
        await using var run = await DeviceRun.StartAsync();
        using var one = tensor(1);

        CaptureAll(one);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        run.Log(_cuda.Device.CaptureShared(one));
        run.Log(await run.CaptureAsync(() => _cuda.Device.CaptureShared(one)));

        Assert.Equal(["NaN", "1"], await run.FinishAsync()); // there was no room before the next fence
    }

    [LibTorchFact]
    public async Task What_is_known_at_the_call_may_be_shared_as_well()
    {
        await using var run = await DeviceRun.StartAsync();
        using var none = zeros(0);

        var shared = _cuda.Device.CaptureShared(none);
        run.Log(shared);
        run.Log(shared);

        Assert.Equal(["[]", "[]"], await run.FinishAsync());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CaptureAll(Tensor one)
    {
        for (var slot = 0; slot < 4; slot++)
            _cuda.Device.CaptureShared(one);
    }
}
