// Run it line by line in a notebook, or as a whole: dotnet fsi notebook.fsx
#r "nuget: WandbActors, *-*"

open WandbActors

let run = Wandb.InitAsync(RunOptions(Project = "notebook")).Result

// A record, anonymous or not, is a row.
for step in 0..999 do
    let loss = exp (-float step / 200.0)
    run.Log {| loss = loss; accuracy = 1.0 - loss |}

// What is in the log by now, without waiting for the end.
run.FlushAsync().Wait()
printfn $"{run.Ledger}"

run.Summary["best"] <- 0.99
printfn $"{run.FinishAsync().Result}"
