using WandbActors.Actors.Deferring;

namespace WandbActors.Tests.Devices;

public class CudaDriverSpecs
{
    [Fact]
    public void A_machine_without_a_driver_is_no_error()
    {
        var driver = CudaDriver.Loaded;

        Assert.Same(driver, CudaDriver.Loaded);
    }

    [Theory]
    [InlineData("cuInit")]
    [InlineData("cuDeviceGet")]
    [InlineData("cuDevicePrimaryCtxRetain")]
    [InlineData("cuCtxSetCurrent")]
    [InlineData("cuEventCreate")]
    [InlineData("cuEventRecord")]
    [InlineData("cuEventQuery")]
    [InlineData("cuEventDestroy_v2")]
    public void A_driver_that_lacks_a_function_is_none(string missing)
    {
        Assert.NotNull(CudaDriver.TryBind(ScriptedDriver.Find));

        Assert.Null(CudaDriver.TryBind(name => name == missing ? 0 : ScriptedDriver.Find(name)));
    }

    [Fact]
    public void A_driver_that_does_not_start_is_none() =>
        Assert.Null(CudaDriver.TryBind(name => ScriptedDriver.Find(name == "cuInit" ? "cuInit without a device" : name)));

    [Fact]
    public void An_event_is_passed_when_the_driver_says_so()
    {
        var script = new ScriptedDriver { QueriesUntilPassed = 2 };
        var events = new CudaEvents(script.Driver, script.Index);

        using var fence = events.Set(stream: 5);

        Assert.Equal([false, false, true, true], Enumerable.Range(0, 4).Select(_ => fence.IsPassed));
        Assert.Equal([5], script.Recorded);
        Assert.Equal(3, script.Queries);
    }

    [Theory]
    [InlineData(700, "cuEventQuery: CUDA_ERROR_ILLEGAL_ADDRESS 700")]
    [InlineData(4, "cuEventQuery: CUDA error 4")] // the driver has shut down with the process
    public void Any_other_answer_is_the_devices_end(int error, string message)
    {
        var script = new ScriptedDriver { QueriesUntilPassed = int.MaxValue };
        using var fence = new CudaEvents(script.Driver, script.Index).Set(0);
        script.Failure = error;

        var failure = Assert.Throws<DeviceException>(() => fence.IsPassed);

        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public void Events_are_used_again()
    {
        var script = new ScriptedDriver();
        var events = new CudaEvents(script.Driver, script.Index);

        for (var batch = 0; batch < 100; batch++)
        {
            using var first = events.Set(1);
            using var second = events.Set(2);
        }

        Assert.Equal(2, script.Events);
    }

    [Fact]
    public void Events_beyond_those_that_are_kept_are_destroyed()
    {
        var script = new ScriptedDriver();
        var events = new CudaEvents(script.Driver, script.Index);

        foreach (var fence in Enumerable.Range(0, 200).Select(_ => events.Set(0)).ToList())
            fence.Dispose();

        Assert.Equal(64, script.Events);
    }

    [Fact]
    public void A_thread_that_reads_several_devices_is_in_the_right_context_each_time()
    {
        var (first, second) = (new ScriptedDriver(), new ScriptedDriver());
        var (ofFirst, ofSecond) = (new CudaEvents(first.Driver, first.Index), new CudaEvents(second.Driver, second.Index));

        for (var batch = 0; batch < 3; batch++)
        {
            using var one = ofFirst.Set(0);
            using var other = ofSecond.Set(0); // the driver refuses an event of another context
            Assert.True(one.IsPassed && other.IsPassed);
        }

        Assert.Equal((3, 3), (first.Recorded.Count, second.Recorded.Count));
    }

    [Fact]
    public async Task Each_reading_thread_enters_the_context()
    {
        var script = new ScriptedDriver();
        var events = new CudaEvents(script.Driver, script.Index);

        for (var reader = 0; reader < 3; reader++)
        {
            await Task.Factory.StartNew(
                () =>
                {
                    using var fence = events.Set(0);
                    Assert.True(fence.IsPassed);
                },
                TaskCreationOptions.LongRunning);
        }

        Assert.Equal(3, script.Recorded.Count);
    }
}
