using TorchSharp;
using WandbActors;

await using var run = await Wandb.InitAsync(new RunOptions { Project = "packages" });
using var weights = torch.ones(64, 64);
run.LogHistogram("weights", weights);
run.Log(("loss", weights.mean()), ("lr", 1e-3));
