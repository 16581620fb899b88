using WandbActors.Actors.Uploading;
using WandbActors.Persistence.Upload;
using WandbActors.Resolution;

namespace WandbActors.Resuming;

/// <summary>The server's side of a fork or rewind: one try for each question, and what it refuses is an exception.</summary>
internal sealed class BranchServer(
    ResolvedRunOptions options, RunBranch branch, UploadTarget target, RunRegistration registration, CancellationToken cancellation)
{
    private string? Entity => options.Entity.Length > 0 ? options.Entity : null;

    /// <summary>What there is of the run to go back in, or to fork from.</summary>
    public async Task<ResumeStatus> StatusAsync()
    {
        var status = Value(await registration
            .ResumeStatusAsync(Entity, options.Project, branch.From.RunId.Value, cancellation).ConfigureAwait(false));
        return status.Exists ? status : throw Problem($"there is no run {branch.From.RunId} in project {options.Project}");
    }

    /// <summary>Has the run taken back.</summary>
    public async Task RewindAsync() => Value(await registration
        .RewindAsync(Entity, options.Project, branch.From.RunId.Value, branch.From.Step, cancellation).ConfigureAwait(false));

    public WandbException Problem(string reason) => new(
        $"Run {options.RunId} cannot {(branch.IsRewind ? "be rewound to" : "be forked from")} {branch.From} on {target.Address}: {reason}.");

    private T Value<T>(CallOutcome<T> outcome) => outcome switch
    {
        CallOutcome<T>.Success success => success.Value,
        CallOutcome<T>.Retry retry => throw Problem($"{retry.Reason}; try again when it answers"),
        CallOutcome<T>.Fatal fatal => throw Problem(fatal.Reason),
        _ => throw Problem("it gave no answer"),
    };
}
