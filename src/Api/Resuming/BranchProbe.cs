using WandbActors.Actors.Settings;
using WandbActors.Actors.Uploading;
using WandbActors.Actors.Writing;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Upload;
using WandbActors.Resolution;

namespace WandbActors.Resuming;

/// <summary>
/// Has the server take a run back to an earlier step, or finds out whether there is a run to fork from. Without the server's answer nothing
/// can be begun: each refusal is an exception.
/// </summary>
internal static class BranchProbe
{
    /// <param name="options">The run.</param>
    /// <param name="branch">From where it goes on.</param>
    /// <param name="home">The directory that holds the run directories.</param>
    /// <param name="target">The server.</param>
    /// <param name="settings">How to ask it.</param>
    /// <param name="disk">Where the earlier logs are.</param>
    /// <param name="time">By which the asking is bounded.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="WandbException">The server has no such run, does not do this, or did not answer; or rows of the run have not been sent.</exception>
    public static async Task<ResumedRun> AskAsync(
        ResolvedRunOptions options,
        RunBranch branch,
        string home,
        UploadTarget target,
        UploadSettings settings,
        LogDisk disk,
        TimeProvider time,
        CancellationToken cancellation)
    {
        using var bound = new CancellationTokenSource(options.InitTimeout, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation, bound.Token);
        var server = new BranchServer(options, branch, target, UploadJob.RegistrationAt(target, settings, time), bounded.Token);
        try
        {
            var status = await server.StatusAsync().ConfigureAwait(false);
            if (!branch.IsRewind)
                return ResumedRun.ForkOf(branch);

            if (await disk.LookAsync(() => UnsentOf(options, home, status), bounded.Token).ConfigureAwait(false) is { } unsent)
                throw new WandbException($"Run {options.RunId} cannot be rewound: not all rows of an earlier attempt are on the server. Run `wandb-actors sync {unsent.Directory}` first.");

            await server.RewindAsync().ConfigureAwait(false);
            return ResumedRun.RewoundTo(branch, await server.StatusAsync().ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw server.Problem($"it did not answer within {options.InitTimeout.TotalSeconds:0.###} s");
        }
    }

    // What is sent later would go where the rewound run's rows are.
    private static ChainedLog? UnsentOf(ResolvedRunOptions options, string home, ResumeStatus status)
    {
        var run = new RunRecord { RunId = options.RunId.Value, Project = options.Project, Entity = options.Entity };
        if (LogChain.NewestOf(home, run) is not { } newest)
            return null;

        var bases = Persistence.Bookmarks.SyncState.Read(newest.Path)?.Bases;
        var end = (bases?.History ?? 0) + LogExtent.Read(newest.Path).Lines.History;
        return bases is null || end > status.Offsets.History ? newest : null;
    }
}
