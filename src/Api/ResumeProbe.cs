using WandbActors.Actors.Settings;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Upload;
using WandbActors.Resolution;

namespace WandbActors;

/// <summary>Asks the server, once and within the init timeout, whether there is a run to resume. A run that is not resumed asks nothing.</summary>
internal static class ResumeProbe
{
    /// <returns>Where the run goes on; <c>null</c> for a new one.</returns>
    /// <exception cref="WandbException">The mode is must and there is no such run, or never and there is one.</exception>
    public static async Task<ResumedRun?> AskAsync(
        ResolvedRunOptions options, UploadTarget? target, UploadSettings settings, CancellationToken cancellation)
    {
        if (options.Resume is not { } mode || target is null)
            return null;

        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(options.InitTimeout);
        var registration = UploadJob.RegistrationAt(target, settings, TimeProvider.System);
        var outcome = await registration
            .ResumeStatusAsync(OrNull(options.Entity), options.Project, options.RunId.Value, bounded.Token)
            .ConfigureAwait(false);

        return outcome switch
        {
            CallOutcome<ResumeStatus>.Success { Value.Exists: true } when mode == ResumeMode.Never => throw new WandbException(
                $"Run {options.RunId} exists on {target.Address}, and resume is \"never\". Choose another run id, or set resume to \"allow\"."),
            CallOutcome<ResumeStatus>.Success { Value.Exists: true } found => ResumedRun.Of(found.Value),
            CallOutcome<ResumeStatus>.Success when mode == ResumeMode.Must => throw new WandbException(
                $"There is no run {options.RunId} in project {options.Project} on {target.Address}, and resume is \"must\". Check the id, or set resume to \"allow\"."),
            CallOutcome<ResumeStatus>.Success => null,
            _ when mode == ResumeMode.Must => throw new WandbException(
                $"{target.Address} did not say whether run {options.RunId} exists ({Reason(outcome)}), and resume is \"must\". Try again when it answers, or run offline."),
            // The uploader asks again for the lines that the server has; only the steps begin anew.
            _ => mode == ResumeMode.Never ? null : new ResumedRun(0, 0),
        };
    }

    private static string Reason(CallOutcome<ResumeStatus> outcome) => outcome switch
    {
        CallOutcome<ResumeStatus>.Retry retry => retry.Reason,
        CallOutcome<ResumeStatus>.Fatal fatal => fatal.Reason,
        _ => "",
    };

    private static string? OrNull(string text) => text.Length > 0 ? text : null;
}
