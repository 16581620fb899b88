using Akka.Actor;
using WandbActors.Actors.Uploading;

namespace WandbActors.Cli.Syncing;

/// <summary>Sends single logs to one server.</summary>
internal sealed class LogSender(WandbExtension wandb, UploadTarget target, SyncOptions options)
{
    public async Task<SyncOutcome> SendAsync(FoundLog log, Func<FoundLog, ISendingView> viewOf, CancellationToken cancellation)
    {
        if (log.Identity is not { } identity)
            return SyncOutcome.Unreadable(log);

        var job = UploadJob.ToSync(log.Path, identity, target, wandb.Settings.Upload, TimeProvider.System, options.Rewrite);
        return new SyncOutcome(log, await SendAsync(job, viewOf(log), cancellation).ConfigureAwait(false));
    }

    private async Task<SyncProtocol.LogSent> SendAsync(UploadJob job, ISendingView view, CancellationToken cancellation)
    {
        var end = new TaskCompletionSource<SyncProtocol.LogSent>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = wandb.System.ActorOf(SendingActor.PropsFor(wandb.Runs, job, options.Patience, view, end));
        await using var interruption = cancellation.Register(() => actor.Tell(new SendingActor.Interrupt(), ActorRefs.NoSender));
        return await end.Task.ConfigureAwait(false);
    }
}
