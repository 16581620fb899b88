using WandbActors.Cli;

return await CommandLine.RunAsync(args, Terminal.OfProcess());
