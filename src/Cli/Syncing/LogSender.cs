using Akka.Actor;
using WandbActors.Actors.Uploading;

namespace WandbActors.Cli.Syncing;

/// <summary>Sends single logs to one server and marks those of which everything has arrived.</summary>
internal sealed class LogSender(WandbExtension wandb, UploadTarget target, TimeSpan patience)
{
    public async Task<SyncOutcome> SendAsync(FoundLog log, Func<FoundLog, ISendingView> viewOf, CancellationToken cancellation)
    {
        if (log.Identity is not { } identity)
            return SyncOutcome.Unreadable(log);

        var job = new UploadJob(target, wandb.Settings.Upload, TimeProvider.System)
        {
            LogId = identity.LogId,
            RunDirectory = log.Directory,
            LogPath = log.Path,
            FilesDirectory = Path.Combine(log.Directory, "files"),
            IsSync = true,
        };
        var outcome = new SyncOutcome(log, await SendAsync(job, viewOf(log), cancellation).ConfigureAwait(false));
        return outcome.IsWhole ? Mark(outcome) : outcome;
    }

    private async Task<SyncProtocol.LogSent> SendAsync(UploadJob job, ISendingView view, CancellationToken cancellation)
    {
        var end = new TaskCompletionSource<SyncProtocol.LogSent>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = wandb.System.ActorOf(SendingActor.PropsFor(wandb.Supervisor, job, patience, view, end));
        await using var interruption = cancellation.Register(() => actor.Tell(new SendingActor.Interrupt(), ActorRefs.NoSender));
        return await end.Task.ConfigureAwait(false);
    }

    private static SyncOutcome Mark(SyncOutcome outcome)
    {
        try
        {
            File.Create(outcome.Log.MarkerPath).Dispose();
            return outcome;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return outcome with
            {
                Sent = outcome.Sent with { Remarks = [.. outcome.Sent.Remarks, $"{outcome.Log.MarkerPath} could not be made, so the next sync looks at this run again: {failure.Message}"] },
            };
        }
    }
}
