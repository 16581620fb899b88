using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Peers;

/// <summary>A run of ours, offline.</summary>
internal sealed class ActorsPeer(Run run) : IPeer
{
    public string LostOnKill => "nothing";

    public static async Task<IPeer> StartAsync(string directory) => new ActorsPeer(await OfflineRun.StartInAsync(directory));

    public void Log(long step, double[] n) => run.Log(
        ("loss", n[0]), ("accuracy", n[1]), ("val_loss", n[2]), ("val_accuracy", n[3]), ("lr", n[4]),
        ("grad_norm", n[5]), ("epoch", n[6]), ("step_time", n[7]), ("tokens", n[8]), ("perplexity", n[9]));

    public async Task<long> CompleteAsync() => (await run.FinishAsync()).RowsInLog;

    public ValueTask DisposeAsync() => run.DisposeAsync();
}
