using WandbActors;
using WandbActors.TestKit;

using var simulation = new Simulation(seed: 1);
var sent = simulation.StartRun(new RunOptions { RunId = "sent" });
var kept = simulation.StartRun(new RunOptions { RunId = "kept", Mode = RunMode.Offline, Directory = Environment.CurrentDirectory });
sent.Log(("loss", 0.5));
kept.Log(("loss", 0.5));
sent.Finish();
kept.Finish();

sent.OnServer.ShouldHaveRows("loss", 0.5).ShouldBeComplete();
kept.ShouldBalance(offered: 1);
