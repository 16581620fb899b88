namespace WandbActors.Benchmarks.Tensors.Training;

/// <summary>One way to deal with what a step gives: the arms of a comparison differ in nothing else.</summary>
internal sealed record LoggingArm(string Name, Action<Classification, StepValues> Log)
{
    /// <summary>What the others are held against: the values are made and left.</summary>
    public static LoggingArm None { get; } = new("none", (_, _) => { });

    /// <summary>All eight as users log them.</summary>
    public static LoggingArm Eight(Run run) => new("log/8", (_, step) => run.Log(
        ("loss", step.Loss),
        ("accuracy", step.Accuracy),
        ("confidence", step.Confidence),
        ("spread", step.Spread),
        ("gradient/norm", step.GradientNorm),
        ("gradient/max", step.GradientMax),
        ("weight/norm", step.WeightNorm),
        ("weight/max", step.WeightMax)));

    /// <summary>The loss alone.</summary>
    public static LoggingArm One(Run run) => new("log/1", (_, step) => run.Log(("loss", step.Loss)));

    /// <summary>Four numbers, and four tensors of many elements: histograms.</summary>
    public static LoggingArm Watching(Run run) => new("log/4+4-histograms", (training, step) =>
    {
        var (first, second) = training.Largest;
        run.Log(
            ("loss", step.Loss),
            ("accuracy", step.Accuracy),
            ("gradient/norm", step.GradientNorm),
            ("weight/norm", step.WeightNorm),
            ("weight/1", first),
            ("weight/2", second),
            ("gradient/1", first.grad),
            ("gradient/2", second.grad));
    });

    /// <summary>All eight read with <c>item()</c>, and nothing done with them: what reading alone costs.</summary>
    public static LoggingArm ItemEight { get; } = new("item/8", (_, step) => GC.KeepAlive(
        step.Loss.item<float>() + step.Accuracy.item<float>() + step.Confidence.item<float>() + step.Spread.item<float>()
            + step.GradientNorm.item<float>() + step.GradientMax.item<float>() + step.WeightNorm.item<float>() + step.WeightMax.item<float>()));

    /// <summary>The loss read with <c>item()</c>.</summary>
    public static LoggingArm ItemOne { get; } = new("item/1", (_, step) => GC.KeepAlive(step.Loss.item<float>()));
}
