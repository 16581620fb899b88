using System.Diagnostics;
using System.Diagnostics.Metrics;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>What each try of a request of lines says to meters and traces. Any thread.</summary>
internal static class UploadTelemetry
{
    private static readonly Counter<long> Requests = WandbInstrumentation.Meter.CreateCounter<long>(
        "wandb.upload.requests", "{request}", "Tries of requests of lines, by outcome: accepted, failed (it is tried again), refused.");

    private static readonly Counter<long> Retries = WandbInstrumentation.Meter.CreateCounter<long>(
        "wandb.upload.retries", "{request}", "Of the tries, those of a request that had failed before.");

    private static readonly Counter<long> Bytes = WandbInstrumentation.Meter.CreateCounter<long>(
        "wandb.upload.bytes", "By", "Bytes of lines that the server has accepted, before compression.");

    /// <summary>Makes one try.</summary>
    /// <param name="job">Whose lines they are.</param>
    /// <param name="payload">The request.</param>
    /// <param name="retries">How often it has been tried before.</param>
    /// <param name="send">Sends it.</param>
    public static async Task<CallOutcome<StreamAnswer>> TryAsync(
        UploadJob job, FileStreamPayload payload, int retries, Func<Task<CallOutcome<StreamAnswer>>> send)
    {
        using var activity = WandbInstrumentation.StartAlone("wandb.upload", ActivityKind.Client);
        activity?.SetTag("server.address", job.Target.Address.Machine)
            .SetTag("wandb.run.id", job.RunId)
            .SetTag("wandb.upload.rows", payload.HistoryLines)
            .SetTag("wandb.upload.bytes", payload.Body.Length)
            .SetTag("wandb.upload.retries", retries);

        var outcome = await send().ConfigureAwait(false);

        var (word, reason) = outcome switch
        {
            CallOutcome<StreamAnswer>.Retry retry => ("failed", retry.Reason),
            CallOutcome<StreamAnswer>.Fatal fatal => ("refused", fatal.Reason),
            _ => ("accepted", null),
        };
        activity?.SetTag("wandb.upload.outcome", word);
        if (reason is not null)
            activity?.SetStatus(ActivityStatusCode.Error, reason);
        Count(job, payload, retries, word);
        return outcome;
    }

    private static void Count(UploadJob job, FileStreamPayload payload, int retries, string outcome)
    {
        KeyValuePair<string, object?> run = new("run_id", job.RunId), project = new("project", job.Project);
        Requests.Add(1, run, project, new("outcome", outcome));
        if (retries > 0)
            Retries.Add(1, run, project);
        if (outcome == "accepted")
            Bytes.Add(payload.Body.Length, run, project);
    }
}
