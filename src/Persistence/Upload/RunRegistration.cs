using System.Text.Json.Nodes;

namespace WandbActors.Persistence.Upload;

/// <summary>The calls that tell a server about a run, besides its lines and files. One try each. Any thread.</summary>
internal sealed class RunRegistration(GraphQLClient client)
{
    public Task<CallOutcome<Viewer>> ViewerAsync(CancellationToken cancellation) =>
        client.CallAsync(GraphQLOperations.Viewer, [], Viewer.Read, cancellation);

    /// <summary>Asks for the server's features; after any failure go on with <see cref="ServerFeatures.None"/>.</summary>
    public Task<CallOutcome<ServerFeatures>> FeaturesAsync(CancellationToken cancellation) =>
        client.CallAsync(GraphQLOperations.ServerFeatures, [], ServerFeatures.Read, cancellation);

    /// <summary>Creates or changes the run. Sending it twice does no harm.</summary>
    public Task<CallOutcome<RegisteredRun>> UpsertAsync(RunUpsert upsert, CancellationToken cancellation) =>
        client.CallAsync(GraphQLOperations.UpsertBucket, upsert.Variables(), RegisteredRun.Read, cancellation);

    /// <summary>Asks what the server has of a run. Without an entity, that of the key's owner is meant.</summary>
    public Task<CallOutcome<ResumeStatus>> ResumeStatusAsync(string? entity, string? project, string runId, CancellationToken cancellation)
    {
        var variables = new JsonObject { ["project"] = project, ["entity"] = entity, ["name"] = runId };
        return client.CallAsync(GraphQLOperations.RunResumeStatus, variables, ResumeStatus.Read, cancellation);
    }

    /// <summary>Takes a run back: the rows behind this step are no part of it any more. Returns the server's own id of the run.</summary>
    public Task<CallOutcome<string>> RewindAsync(string? entity, string? project, string runId, long step, CancellationToken cancellation)
    {
        var variables = new JsonObject
        {
            ["runName"] = runId,
            ["entity"] = entity,
            ["project"] = project,
            ["metricName"] = "_step",
            ["metricValue"] = step,
        };
        return client.CallAsync(GraphQLOperations.RewindRun, variables, data => data.Text("rewindRun", "rewoundRun", "id"), cancellation);
    }

    /// <summary>Asks where to put these files; their names are paths below <c>files/</c> with slashes.</summary>
    public Task<CallOutcome<FileDestinations>> CreateFilesAsync(RunPath run, IReadOnlyCollection<string> files, CancellationToken cancellation)
    {
        var variables = new JsonObject
        {
            ["entity"] = run.Entity,
            ["project"] = run.Project,
            ["run"] = run.RunId,
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
        };
        return client.CallAsync(GraphQLOperations.CreateRunFiles, variables, data => FileDestinations.Read(data, files), cancellation);
    }

    /// <summary>Sends an alert. After a lost answer it may come twice.</summary>
    public Task<CallOutcome<RunAlert>> AlertAsync(RunPath run, RunAlert alert, CancellationToken cancellation)
    {
        var variables = new JsonObject
        {
            ["entityName"] = run.Entity,
            ["projectName"] = run.Project,
            ["runName"] = run.RunId,
            ["title"] = alert.Title,
            ["text"] = alert.Text,
            ["severity"] = alert.Severity,
            ["waitDuration"] = (long)alert.WaitDuration.TotalMilliseconds,
        };
        return client.CallAsync(
            GraphQLOperations.NotifyScriptableRunAlert,
            variables,
            data => data.Flag("notifyScriptableRunAlert", "success") ? alert : null,
            cancellation);
    }
}
