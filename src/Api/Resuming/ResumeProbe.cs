using WandbActors.Actors.Settings;
using WandbActors.Actors.Uploading;
using WandbActors.Actors.Writing;
using WandbActors.Persistence;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;
using WandbActors.Resolution;

namespace WandbActors.Resuming;

/// <summary>
/// Finds out whether there is a run to go on with: asks the server, once and within the init timeout, and looks for earlier logs of it in
/// the wandb directory. Either is enough. A run that is not to be resumed asks nothing.
/// </summary>
internal static class ResumeProbe
{
    /// <param name="options">The run.</param>
    /// <param name="home">The directory that holds the run directories.</param>
    /// <param name="target">The server; <c>null</c> offline.</param>
    /// <param name="settings">How to ask it.</param>
    /// <param name="disk">Where the earlier logs are.</param>
    /// <param name="time">By which the asking is bounded.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <returns>Where the run goes on; <c>null</c> for a new one.</returns>
    /// <exception cref="WandbException">The mode is must and there is no such run, or never and there is one.</exception>
    public static async Task<ResumedRun?> AskAsync(
        ResolvedRunOptions options, string home, UploadTarget? target, UploadSettings settings, LogDisk disk, TimeProvider time, CancellationToken cancellation)
    {
        if (options.Resume is not { } mode)
            return null;

        var answer = target is null ? null : await AskServerAsync(options, target, settings, time, cancellation).ConfigureAwait(false);
        var status = answer is CallOutcome<ResumeStatus>.Success { Value: { Exists: true } found } ? found : null;
        var newest = await disk.LookAsync(() => FindNewest(options, home), cancellation).ConfigureAwait(false);
        if (newest is not null && answer is CallOutcome<ResumeStatus>.Success && status is null && IsSent(newest))
            newest = null; // of a run that has been deleted there since, or that is on another server

        var place = status is not null ? $"on {target!.Address}" : newest is not null ? $"in {newest.Home}" : null;
        if (mode == ResumeMode.Never && place is not null)
            throw new WandbException($"Run {options.RunId} exists {place}, and resume is \"never\". Choose another run id, or set resume to \"allow\".");
        if (mode == ResumeMode.Must && place is null)
            throw NothingToResume(options, home, target, answer);
        if (place is not null)
            return ResumedRun.Of(status, newest is null ? null : await disk.LookAsync(() => ExtentOf(newest), cancellation).ConfigureAwait(false));

        // Of a server that did not answer the uploader asks again for the lines that it has; only the steps begin anew.
        return answer is null or CallOutcome<ResumeStatus>.Success || mode == ResumeMode.Never ? null : ResumedRun.Unknown;
    }

    private static async Task<CallOutcome<ResumeStatus>> AskServerAsync(
        ResolvedRunOptions options, UploadTarget target, UploadSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        using var bound = new CancellationTokenSource(options.InitTimeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation, bound.Token);
        var registration = UploadJob.RegistrationAt(target, settings, time);
        try
        {
            return await registration
                .ResumeStatusAsync(OrNull(options.Entity), options.Project, options.RunId.Value, bounded.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new CallOutcome<ResumeStatus>.Retry(null, $"no answer within {options.InitTimeout.TotalSeconds:0.###} s");
        }
    }

    private static ChainedLog? FindNewest(ResolvedRunOptions options, string home) => LogChain.NewestOf(
        home,
        new RunRecord { RunId = options.RunId.Value, Project = options.Project, Entity = options.Entity });

    private static LogExtent ExtentOf(ChainedLog newest)
    {
        var extent = LogExtent.Read(newest.Path);
        return newest.Run.Resumed ? extent with { Run = AttributesSoFar.In(newest) } : extent;
    }

    private static bool IsSent(ChainedLog log) => File.Exists(RunDirectory.SyncStateOf(log.Path));

    private static WandbException NothingToResume(
        ResolvedRunOptions options, string home, UploadTarget? target, CallOutcome<ResumeStatus>? answer) => new(answer switch
        {
            null => $"There is no run {options.RunId} of project {options.Project} in {home}, and resume is \"must\". Check the id and the directory, or set resume to \"allow\".",
            CallOutcome<ResumeStatus>.Success => $"There is no run {options.RunId} in project {options.Project} on {target!.Address}, and resume is \"must\". Check the id, or set resume to \"allow\".",
            _ => $"{target!.Address} did not say whether run {options.RunId} exists ({Reason(answer)}), {home} has no log of it, and resume is \"must\". Try again when the server answers, or set resume to \"allow\".",
        });

    private static string Reason(CallOutcome<ResumeStatus> outcome) => outcome switch
    {
        CallOutcome<ResumeStatus>.Retry retry => retry.Reason,
        CallOutcome<ResumeStatus>.Fatal fatal => fatal.Reason,
        _ => "",
    };

    private static string? OrNull(string text) => text.Length > 0 ? text : null;
}
