using System.Runtime.CompilerServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using WandbActors.Actors.Writing;
using WandbActors.Hosting.Runs;

namespace WandbActors.Hosting.Health;

/// <summary>
/// Looks at all live runs of a host. Unhealthy: rows were refused since the last check, or a run's actor has gone or does not answer. Degraded: the server is
/// not reached, refuses or stands still, the memory buffer fills up, or the disk does. Any thread.
/// </summary>
internal sealed class WandbHealthCheck(HostRuns runs, IOptions<WandbHealthOptions> options, TimeProvider time) : IHealthCheck
{
    private readonly ConditionalWeakTable<Run, RunVitals> _vitals = [];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var findings = new RunFindings();
        foreach (var run in runs.Lost)
            findings.Unhealthy(run, "its actors ended before it did. What it had logged is kept and can be sent later");
        foreach (var run in runs.Live)
            await LookAtAsync(run, findings, cancellationToken).ConfigureAwait(false);
        return findings.ToResult(context.Registration.FailureStatus);
    }

    private async Task LookAtAsync(Run run, RunFindings findings, CancellationToken cancellation)
    {
        LookAtRows(run, run.Ledger, findings);
        LookAtStores(run, findings);
        if (await AskAsync(run, cancellation).ConfigureAwait(false) is not { } status)
            findings.Unhealthy(run, $"its actor has not answered within {options.Value.Patience.TotalSeconds:0.#} s");
        else if (status.Upload is UploadState.Waiting or UploadState.Stopped)
            findings.Degraded(run, status.Problem ?? $"the upload is {status.Upload.ToString().ToLowerInvariant()}");
    }

    private void LookAtRows(Run run, Ledger ledger, RunFindings findings)
    {
        var vitals = _vitals.GetValue(run, _ => new RunVitals(time));
        if (vitals.TakeRefused(ledger) is > 0 and var refused)
            findings.Unhealthy(run, $"{refused} rows were refused since the last check");
        if (vitals.StandsStill(ledger) is var still && run.Mode == RunMode.Online && still > options.Value.StalledAfter)
            findings.Degraded(run, $"{ledger.Waiting} records wait, and for {still.TotalSeconds:0} s none has arrived on the server");

        findings.Add(run, "rows.offered", ledger.Offered);
        findings.Add(run, "rows.refused", ledger.Refused);
        findings.Add(run, "rows.in_log", ledger.InLog);
        findings.Add(run, "history.on_server", ledger.OnServer);
        findings.Add(run, "history.waiting", ledger.Waiting);
        findings.Add(run, "values.lost", ledger.ValuesLost);
    }

    private void LookAtStores(Run run, RunFindings findings)
    {
        var fill = run.Session!.BufferFill;
        findings.Add(run, "buffer.fill", Math.Round(fill, 3));
        if (fill > options.Value.MaxBufferFill)
            findings.Degraded(run, $"its memory buffer is {fill:P0} full: the log cannot be written as fast as rows come");

        if (options.Value.MinFreeBytes > 0 && FreeSpaceWatch.FreeBytes(run.Directory) is { } free)
        {
            findings.Add(run, "disk.free_bytes", free);
            if (free < options.Value.MinFreeBytes)
                findings.Degraded(run, $"only {free >> 20} MiB are free where it is kept");
        }
    }

    private async Task<RunStatus?> AskAsync(Run run, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(options.Value.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await run.GetStatusAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
