using WandbActors.Actors.Monitoring.Nvidia;
using WandbActors.Actors.Tests.Monitoring.Machine;

namespace WandbActors.Actors.Tests.Monitoring.Nvidia;

[Collection(nameof(ScriptedNvml))]
public sealed class NvidiaSensorSpecs
{
    private const int Process = 4711;

    private static readonly string[] EverywhereElse = ["gpu", "memory", "memoryAllocated", "memoryAllocatedBytes", "temp", "powerWatts"];

    [Fact]
    public void A_gpu_tells_all_that_it_knows_under_W_and_Bs_names()
    {
        var first = Read("0");

        Assert.Equal(
            new Dictionary<string, double>
            {
                ["gpu.0.gpu"] = 87,
                ["gpu.0.memory"] = 40,
                ["gpu.0.memoryAllocated"] = 25,
                ["gpu.0.memoryAllocatedBytes"] = 20L << 30,
                ["gpu.0.temp"] = 61,
                ["gpu.0.powerWatts"] = 525,
                ["gpu.0.enforcedPowerLimitWatts"] = 700,
                ["gpu.0.powerPercent"] = 75,
                ["gpu.0.smClock"] = 1980,
                ["gpu.0.memoryClock"] = 2619,
                ["gpu.0.fanSpeed"] = 33,
                ["gpu.0.correctedMemoryErrors"] = 5,
                ["gpu.0.uncorrectedMemoryErrors"] = 1,
            },
            first.OrderBy(item => item.Key).ToDictionary());
    }

    [Fact]
    public void What_a_gpu_does_not_know_is_left_out()
    {
        Assert.Equal([.. EverywhereElse.Concat(["smClock", "memoryClock"]).Select(name => $"gpu.1.{name}").Order()], Read("1").Keys.Order());
    }

    [Fact]
    public void What_the_process_uses_is_told_again_as_the_processs()
    {
        ScriptedNvml.ProcessOnSecond = Process;

        var read = Read(null);

        ScriptedNvml.ProcessOnSecond = 0;
        Assert.Equal([.. EverywhereElse.Select(name => $"gpu.process.1.{name}").Order()], read.Keys.Where(name => name.Contains("process")).Order());
        Assert.Equal(read["gpu.1.memoryAllocatedBytes"], read["gpu.process.1.memoryAllocatedBytes"]);
    }

    [Theory]
    [InlineData(null, "01")]
    [InlineData("0,1", "01")]
    [InlineData("1", "1")]
    [InlineData(" 1 , 0", "01")]
    [InlineData("GPU-bbbb2222", "1")]
    [InlineData("gpu-bbbb", "1")]
    [InlineData("0,-1,1", "0")]
    [InlineData("-1", "")]
    [InlineData("", "")]
    [InlineData("NoDevFiles", "")]
    [InlineData("MIG-aaaa/1/0", "01")]
    public void Only_those_that_the_process_may_use_are_told_of(string? visible, string gpus)
    {
        Assert.Equal(gpus, string.Concat(Read(visible).Keys.Select(name => name.Split('.')[1]).Distinct().Order()));
    }

    [Fact]
    public void An_older_library_tells_what_it_can()
    {
        using var library = ScriptedNvml.Open("nvmlDeviceGetUtilizationRates", "nvmlDeviceGetMemoryErrorCounter", "nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetPowerUsage");

        var read = RecordedMachine.Read(new NvidiaSensor(library, VisibleDevices.Of(new Dictionary<string, string>()), Process));

        Assert.Equal(25, read["gpu.0.memoryAllocated"]);
        Assert.DoesNotContain("gpu.0.gpu", read.Keys);
        Assert.DoesNotContain("gpu.0.powerPercent", read.Keys);
    }

    [Theory]
    [InlineData("nvmlInit_v2")]
    [InlineData("nvmlDeviceGetCount_v2")]
    public void Without_a_library_that_answers_there_are_no_gpus(string missing)
    {
        using var library = ScriptedNvml.Open(missing);

        Assert.Empty(RecordedMachine.Read(new NvidiaSensor(library, VisibleDevices.Of(new Dictionary<string, string>()), Process)));
    }

    [Fact]
    public void The_library_is_given_back()
    {
        using (new NvidiaSensor(ScriptedNvml.Open(), VisibleDevices.Of(new Dictionary<string, string>()), Process))
            Assert.Equal(1, ScriptedNvml.OpenCount);

        Assert.Equal(0, ScriptedNvml.OpenCount);
    }

    private static IReadOnlyDictionary<string, double> Read(string? visible)
    {
        var variables = visible is null ? [] : new Dictionary<string, string> { ["CUDA_VISIBLE_DEVICES"] = visible };
        using var sensor = new NvidiaSensor(ScriptedNvml.Open(), VisibleDevices.Of(variables), Process);
        return RecordedMachine.Read(sensor);
    }
}
