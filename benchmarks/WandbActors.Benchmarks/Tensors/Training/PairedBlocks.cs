using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace WandbActors.Benchmarks.Tensors.Training;

/// <summary>
/// Short blocks of steps, two by two: one without logging and one of an arm, which follow each other in a random order, so that whatever else the
/// machine does meets both.
/// </summary>
internal sealed class PairedBlocks
{
    private const int PaceSteps = 100;

    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(60);

    // An arm's rows are drained, encoded and written some 20 ms behind its calls. So a block begins with steps that are not timed: those pay for
    // the arm before, and what is timed pays for its own arm alone.
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(30);

    private readonly Classification _training;
    private readonly Device _device;
    private readonly Random _random = new(1);
    private readonly int _leadInSteps;

    /// <summary>Warms up every arm, and finds how many steps make a block.</summary>
    public PairedBlocks(Classification training, Device device, IEnumerable<LoggingArm> arms)
    {
        (_training, _device) = (training, device);
        foreach (var arm in arms)
            Run(arm, PaceSteps);
        var pace = Run(LoggingArm.None, PaceSteps) / PaceSteps;
        (_leadInSteps, Steps) = ((int)Math.Ceiling(LeadIn / pace), (int)Math.Ceiling(Block / pace));
    }

    /// <summary>How many steps of a block are timed.</summary>
    public int Steps { get; }

    /// <summary>How long a block took without logging, and one of the arm beside it.</summary>
    public (TimeSpan None, TimeSpan Arm) Run(LoggingArm arm)
    {
        var isNoneFirst = _random.Next(2) == 0;
        var first = RunBlock(isNoneFirst ? LoggingArm.None : arm);
        var second = RunBlock(isNoneFirst ? arm : LoggingArm.None);
        return isNoneFirst ? (first, second) : (second, first);
    }

    private TimeSpan RunBlock(LoggingArm arm)
    {
        Run(arm, _leadInSteps);
        return Run(arm, Steps);
    }

    private TimeSpan Run(LoggingArm arm, int steps)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            arm.Log(_training, _training.Step());
        }

        if (_device.type == DeviceType.CUDA)
            cuda.synchronize();
        return Stopwatch.GetElapsedTime(began);
    }
}
