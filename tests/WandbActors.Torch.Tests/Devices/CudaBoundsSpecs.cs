using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors.Tests.Devices;

/// <summary>A device that has no room, that fails, that is used by many. The tensors are in host memory and the driver is scripted.</summary>
[Trait("Needs", "libtorch")]
public sealed class CudaBoundsSpecs
{
    private readonly ScriptedCuda _cuda = new(ScriptedCuda.LittleRoom);

    [LibTorchFact]
    public async Task Beyond_its_room_values_are_given_up_and_nothing_waits()
    {
        await using var run = await DeviceRun.StartAsync();
        _cuda.Driver.QueriesUntilPassed = int.MaxValue;

        for (var step = 0; step < 6; step++)
        {
            using var number = tensor(step);
            using var list = tensor(new[] { step, step });
            run.Run.Log(("x", _cuda.Device.Capture(number)), ("list", _cuda.Device.Capture(list)));
        }

        _cuda.Driver.QueriesUntilPassed = 0;
        var rows = await run.FinishRowsAsync();
        Assert.Equal(["0", "1", "2", "3", "NaN", "NaN"], rows.Select(row => row["x"]));
        Assert.Equal(["[0,0]", "[1,1]", "[2,2]", "[3,3]", "[4,4]", "[5,5]"], rows.Select(row => row["list"])); // in larger blocks
        Assert.Equal(2, run.Counters.GivenUp(DeferredLoss.DeviceFull));
    }

    [LibTorchFact]
    public async Task A_device_that_fails_costs_what_is_under_way_and_is_left_alone_from_then_on()
    {
        await using var run = await DeviceRun.StartAsync();
        using var one = tensor(1);
        run.Log(_cuda.Device.Capture(one));
        await run.Run.FlushAsync(FlushTarget.Disk);

        _cuda.Driver.Failure = 700;
        run.Log(_cuda.Device.Capture(one));
        await run.Run.FlushAsync(FlushTarget.Disk);
        var (allocations, queries) = (_cuda.Memory.Allocations, _cuda.Driver.Queries);
        using var half = tensor(0.5);
        run.Log(_cuda.Device.Capture(half)); // its type would need memory

        Assert.Equal(["1", "NaN", "NaN"], await run.FinishAsync());
        Assert.Equal(2, run.Counters.GivenUp(DeferredLoss.Failed));
        Assert.Contains("700", _cuda.Device.Failure);
        Assert.Equal((allocations, queries), (_cuda.Memory.Allocations, _cuda.Driver.Queries));
    }

    [LibTorchFact]
    public async Task A_tensor_that_libtorch_does_not_copy_costs_its_value_and_eight_of_them_in_a_row_the_device()
    {
        await using var run = await DeviceRun.StartAsync();
        var cuda = new ScriptedCuda();
        using var one = tensor(1f);
        using var odd = ones(1, device: META); // each prints a C++ stack

        for (var row = 0; row < 7; row++)
            run.Log(cuda.Device.Capture(odd));
        run.Log(cuda.Device.Capture(one));
        for (var row = 0; row < 7; row++)
            run.Log(cuda.Device.Capture(odd));
        Assert.Null(cuda.Device.Failure);
        run.Log(cuda.Device.Capture(odd));
        run.Log(cuda.Device.Capture(one));

        Assert.Equal([.. Enumerable.Repeat("NaN", 7), "1", .. Enumerable.Repeat("NaN", 9)], await run.FinishAsync());
        Assert.Contains("refused", cuda.Device.Failure);
    }

    [LibTorchFact]
    public async Task A_device_without_memory_has_failed()
    {
        await using var run = await DeviceRun.StartAsync();
        var driver = new ScriptedDriver();
        var device = DeviceWithoutMemory(driver);
        using var one = tensor(1);

        run.Log(device.Capture(one));
        run.Log(device.Capture(one));

        Assert.Equal(["NaN", "NaN"], await run.FinishAsync());
        Assert.Contains("memory", device.Failure);
    }

    [LibTorchFact]
    public async Task What_refused_rows_held_comes_back_with_the_next_value_that_is_awaited()
    {
        using var one = tensor(1);
        await using (var ended = await DeviceRun.StartAsync())
        {
            await ended.FinishAsync();
            for (var row = 0; row < 4; row++)
                ended.Log(_cuda.Device.Capture(one));
        }

        await using var run = await DeviceRun.StartAsync();
        run.Log(_cuda.Device.Capture(one));
        run.Log(await run.CaptureAsync(() => _cuda.Device.Capture(one)));

        Assert.Equal(["NaN", "1"], await run.FinishAsync());
        Assert.Equal(1, run.Counters.GivenUp(DeferredLoss.DeviceFull));
    }

    [LibTorchFact]
    public async Task Each_stream_has_a_fence_of_its_own_and_each_batch_one_for_a_stream()
    {
        const int Rows = 300;
        await using var run = await DeviceRun.StartAsync();
        var cuda = new ScriptedCuda { Driver = { QueriesUntilPassed = 1 } };

        for (var row = 0; row < Rows; row++)
        {
            ScriptedDriver.Stream = row % 3;
            using var number = tensor(row);
            run.Log(cuda.Device.Capture(number));
        }

        ScriptedDriver.Stream = 0;

        Assert.Equal(Enumerable.Range(0, Rows).Select(row => $"{row}"), await run.FinishAsync());
        Assert.Equal([0, 1, 2], cuda.Driver.Recorded.Distinct().Order());
        Assert.InRange(cuda.Driver.Recorded.Count, 3, Rows - 1);
    }

    [LibTorchFact]
    public async Task Many_threads_and_several_runs_share_a_device()
    {
        const int Values = 2000;
        var cuda = new ScriptedCuda(PinnedRoom.Default with { Numbers = new(8192, 8192) }); // for all, however late they are read
        await using var first = await DeviceRun.StartAsync();
        await using var second = await DeviceRun.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var index = 0; index < Values; index++)
                {
                    using var number = tensor((thread * Values) + index);
                    (thread < 2 ? first : second).Log(cuda.Device.Capture(number));
                    number.add_(1);
                }
            },
            TaskCreationOptions.LongRunning)));

        Assert.Equal(Enumerable.Range(0, 2 * Values), (await first.FinishAsync()).Select(int.Parse).Order());
        Assert.Equal(Enumerable.Range(2 * Values, 2 * Values), (await second.FinishAsync()).Select(int.Parse).Order());
    }

    [LibTorchFact]
    public void A_number_costs_the_logging_thread_no_allocation()
    {
        using var number = tensor(0.5f);
        CaptureAndRelease(number, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        CaptureAndRelease(number, 1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [LibTorchFact]
    public void The_programs_dispose_scope_is_left_as_it_is()
    {
        using var scope = NewDisposeScope();
        var (number, list, many) = (tensor(0.5f), ones(8), ones(100, 100));
        var before = scope.DisposablesCount;

        _cuda.Device.Capture(number);
        _cuda.Device.Capture(list);
        _cuda.Device.Capture(many);
        _cuda.Device.CaptureStatistics(many);

        Assert.Equal(before, scope.DisposablesCount);
    }

    private static unsafe CudaDevice DeviceWithoutMemory(ScriptedDriver driver) => new(
        driver.Index,
        driver.Driver,
        null,
        PinnedRoom.Default,
        static bytes => throw new WandbActors.Actors.Deferring.DeviceException($"no {bytes} bytes of memory"));

    private void CaptureAndRelease(Tensor number, int times)
    {
        for (var time = 0; time < times; time++)
            ((AwaitedValue)_cuda.Device.Capture(number).Reference!).Release();
    }
}
