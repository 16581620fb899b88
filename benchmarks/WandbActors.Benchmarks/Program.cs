using WandbActors.Benchmarks;
using WandbActors.Benchmarks.Tensors;

switch (args)
{
    case ["log"]:
        LogCost.Measure(Console.Out);
        return 0;
    case ["tensors", .. var arguments] when TensorOptions.Parse(arguments) is { } options:
        return await TensorBenchmarks.MeasureAsync(options, Console.Out);
    default:
        Console.Error.WriteLine($"usage: benchmarks log\n       benchmarks {TensorOptions.Usage}");
        return 2;
}
