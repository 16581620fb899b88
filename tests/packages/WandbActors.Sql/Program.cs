using WandbActors;

// No database is reached: an offline run has nothing to remember of an upload.
Wandb.Configure(SqlBookmark.Settings("PostgreSQL.15", "Host=db; Database=wandb; Username=wandb"));
await using var run = await Wandb.InitAsync(new RunOptions { Project = "packages" });
run.Log(("loss", 0.5));
