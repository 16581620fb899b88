using System.Diagnostics;
using TorchSharp;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Tensors.Training;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>
/// Steps of training a second without logging, logged, and read with <c>item()</c>. A ratio is that of two short blocks that follow each other
/// in one run, in a random order, so that whatever else the machine does meets both; of many such pairs the median counts.
/// </summary>
internal sealed class TrainingSpeed(Report report, Device device, int rounds)
{
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(60);

    // An arm's rows are drained, encoded and written some 20 ms behind its calls. So a block begins with steps that are not timed: those pay for
    // the arm before, and what is timed pays for its own arm alone.
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(30);

    public async Task MeasureAsync()
    {
        await using var offline = await OfflineRun.StartAsync();
        var run = offline.Run;
        if (device.type == DeviceType.CUDA)
        {
            foreach (var width in (int[])[256, 4096])
                Measure(Classification.OfNoise(width, device), LoggingArm.One(run), LoggingArm.ItemOne, LoggingArm.Eight(run), LoggingArm.ItemEight);
        }
        else
        {
            Measure(Classification.OfSpirals(), LoggingArm.Eight(run), LoggingArm.ItemEight, LoggingArm.Watching(run));
            Measure(Classification.OfDigits(), LoggingArm.Eight(run), LoggingArm.ItemEight, LoggingArm.Watching(run));
        }
    }

    private void Measure(Classification training, params LoggingArm[] arms)
    {
        using var _ = training;
        foreach (var arm in arms)
            Run(training, arm, steps: 100);
        var pace = Run(training, LoggingArm.None, steps: 100) / 100;
        var (leadIn, steps) = ((int)Math.Ceiling(LeadIn / pace), (int)Math.Ceiling(Block / pace));

        var random = new Random(1);
        var pairs = arms.ToDictionary(arm => arm, _ => new BlockPair[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var arm in arms)
                pairs[arm][round] = RunPair(arm, isNoneFirst: random.Next(2) == 0);
        }

        var name = $"tensors{(device.type == DeviceType.CUDA ? "/cuda" : "")}/training/{training.Name}";
        var none = PairedRatio.Middle(pairs.Values.SelectMany(pair => pair).Select(pair => steps / pair.None.TotalSeconds));
        report.Add(new Measurement($"{name}/none") { StepsPerSecond = none, Remark = $"{rounds} rounds; a block is {steps} steps" });
        foreach (var arm in arms)
        {
            var ratio = PairedRatio.Of(pairs[arm].Select(pair => pair.None / pair.Arm));
            var speed = PairedRatio.Middle(pairs[arm].Select(pair => steps / pair.Arm.TotalSeconds));
            report.Add(new Measurement($"{name}/{arm.Name}") { StepsPerSecond = speed, Ratio = ratio.Median, RatioLow = ratio.Low, RatioHigh = ratio.High });
        }

        BlockPair RunPair(LoggingArm arm, bool isNoneFirst)
        {
            var first = RunBlock(isNoneFirst ? LoggingArm.None : arm);
            var second = RunBlock(isNoneFirst ? arm : LoggingArm.None);
            return isNoneFirst ? new BlockPair(first, second) : new BlockPair(second, first);
        }

        TimeSpan RunBlock(LoggingArm arm)
        {
            Run(training, arm, leadIn);
            return Run(training, arm, steps);
        }
    }

    private TimeSpan Run(Classification training, LoggingArm arm, int steps)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            arm.Log(training, training.Step());
        }

        if (device.type == DeviceType.CUDA)
            cuda.synchronize();
        return Stopwatch.GetElapsedTime(began);
    }

    private readonly record struct BlockPair(TimeSpan None, TimeSpan Arm);
}
