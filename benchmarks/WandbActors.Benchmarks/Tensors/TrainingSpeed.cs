using TorchSharp;
using WandbActors.Benchmarks.Reporting;
using WandbActors.Benchmarks.Runs;
using WandbActors.Benchmarks.Tensors.Training;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>
/// Steps of training a second without logging, logged, and read with <c>item()</c>. A ratio is that of two blocks that follow each other; of many
/// such pairs, taken from all arms in turn within one run, the median counts.
/// </summary>
internal sealed class TrainingSpeed(Report report, Device device, int rounds)
{
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
        var blocks = new PairedBlocks(training, device, arms);
        var pairs = arms.ToDictionary(arm => arm, _ => new (TimeSpan None, TimeSpan Arm)[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var arm in arms)
                pairs[arm][round] = blocks.Run(arm);
        }

        var name = $"{DeviceName.Of(device)}/training/{training.Name}";
        double Speed(IEnumerable<TimeSpan> times) => PairedRatio.Middle(times.Select(time => blocks.Steps / time.TotalSeconds));
        report.Add(new Measurement($"{name}/none")
        {
            StepsPerSecond = Speed(pairs.Values.SelectMany(pair => pair).Select(pair => pair.None)),
            Remark = $"{rounds} rounds; a block is {blocks.Steps} steps",
        });
        foreach (var arm in arms)
        {
            var ratio = PairedRatio.Of(pairs[arm].Select(pair => pair.None / pair.Arm));
            report.Add(new Measurement($"{name}/{arm.Name}")
            {
                StepsPerSecond = Speed(pairs[arm].Select(pair => pair.Arm)),
                Ratio = ratio.Median,
                RatioLow = ratio.Low,
                RatioHigh = ratio.High,
            });
        }
    }
}
