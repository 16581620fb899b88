using WandbActors.Cli;

NativeHeap.GiveBackLargePieces();
return await CommandLine.RunAsync(args, Terminal.OfProcess());
