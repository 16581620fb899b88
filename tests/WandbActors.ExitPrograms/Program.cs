using WandbActors;
using WandbActors.ExitPrograms;

if (args[0] == "rank")
{
    await Rank.LogAsync(args[1], args[2], int.Parse(args[3]));
    return 0;
}

// Logs some rows and ends in the way that the first argument names, by FinishAsync only if that is "finish". The second is the directory for the run, the
// third, if there is one, a server that need not be there.
var run = await Wandb.InitAsync(new RunOptions
{
    Project = "exits",
    Directory = args[1],
    Mode = args.Length > 2 ? RunMode.Online : RunMode.Offline,
    BaseUrl = args.Length > 2 ? args[2] : null,
    ApiKey = args.Length > 2 ? new string('k', 40) : null,
    Entity = "lab",
});
for (var row = 0; row < WayOut.Rows; row++)
    run.Log(("row", row));
run.Log(commit: false, ("open", 1));

return WayOut.Take(args[0], run);
