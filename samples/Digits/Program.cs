using Digits;
using WandbActors;
using static TorchSharp.torch;

const double LearningRate = 2e-3;
var epochs = Argument("--epochs", 6);
var steps = Argument("--steps", int.MaxValue);

set_num_threads(Math.Max(1, Environment.ProcessorCount - 1)); // libtorch's threads spin: with one on each core every other thread starves
random.manual_seed(1);

await using Run run = await Wandb.InitAsync(new RunOptions
{
    Project = "digits",
    Config = { ["lr"] = LearningRate, ["epochs"] = epochs },
});

using var net = new DigitNet();
using var training = new Training(run, net, DigitImages.Draw(6_000, seed: 1), DigitImages.Draw(1_500, seed: 2), LearningRate);
for (var epoch = 1; epoch <= epochs && !run.StopRequested.IsCancellationRequested; epoch++)
    Console.WriteLine($"epoch {epoch}: {training.RunEpoch(steps):P1} of the unseen digits");

int Argument(string name, int otherwise) =>
    Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length && int.TryParse(args[at + 1], out var value) ? value : otherwise;
