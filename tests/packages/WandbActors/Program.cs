using WandbActors;

await using var run = await Wandb.InitAsync(new RunOptions { Project = "quickstart", Config = { ["lr"] = 2e-3 } });
for (var step = 0; step < 1_000; step++)
{
    var loss = Math.Exp(-step / 200.0);
    run.Log(("loss", loss), ("accuracy", 1 - loss));
}

run.Summary["best"] = 0.99;
