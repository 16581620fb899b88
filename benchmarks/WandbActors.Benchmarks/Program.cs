using WandbActors.Benchmarks;

switch (args)
{
    case ["log"]:
        LogCost.Measure(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: benchmarks log");
        return 2;
}
