using System.Diagnostics;

namespace WandbActors;

/// <summary>What the activities of a run's start and end say of it.</summary>
internal static class RunActivities
{
    extension(Activity activity)
    {
        public void SetRun(Run run) => activity
            .SetTag("wandb.run.id", run.Id)
            .SetTag("wandb.project", run.Project)
            .SetTag("wandb.mode", run.Mode.ToString().ToLowerInvariant());

        public void SetReceipt(RunReceipt receipt)
        {
            activity.SetTag("wandb.rows.offered", receipt.RowsOffered)
                .SetTag("wandb.rows.in_log", receipt.RowsInLog)
                .SetTag("wandb.history.on_server", receipt.RowsOnServer)
                .SetTag("wandb.complete", receipt.IsComplete);
            if (receipt.Losses.Count > 0)
                activity.SetStatus(ActivityStatusCode.Error, string.Join("; ", receipt.Losses));
        }
    }
}
