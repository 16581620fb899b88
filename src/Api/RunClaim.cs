using WandbActors.Actors.Recovering;
using WandbActors.Actors.Uploading;
using WandbActors.Persistence;
using WandbActors.Persistence.Records;
using WandbActors.Resolution;

namespace WandbActors;

/// <summary>
/// The right to log a run, taken before anything of it is made: nobody else writes or sends it, and what earlier attempts of it left behind
/// has been recovered. Given up by its session when the run has ended.
/// </summary>
internal sealed class RunClaim : IDisposable
{
    private readonly RunLock _lock;

    private RunClaim(RunHome home, RunLock held, IReadOnlyList<string> notices)
    {
        Home = home;
        _lock = held;
        Notices = notices;
    }

    public RunHome Home { get; }

    /// <summary>What was recovered, and what could not be: sentences.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <exception cref="WandbException">Another process logs or sends this run, or no directory can be written to.</exception>
    public static RunClaim Take(ResolvedRunOptions options)
    {
        try
        {
            var home = RunHome.Open(options.RootDirectory);
            var held = RunLock.TryTake(home.Path, options.RunId.Value, "which logs it", out var holder) ?? throw new WandbException(
                $"Run {options.RunId} is in use by {holder}. Give this run an id of its own; runs that belong together share RunOptions.Group, and actors log into another's run by telling its run.Actor a LogRow.");
            return new RunClaim(home, held, MayHaveEarlierAttempts(options) ? [.. Recover(home, options.RunId.Value), .. Replaced(home, options)] : []);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new WandbException(
                $"Neither {options.RootDirectory} nor {Path.GetTempPath()} can be written to ({problem.Message}). Set RunOptions.Directory or WANDB_DIR to a directory that can.",
                problem);
        }
    }

    public void Dispose() => _lock.Dispose();

    // An id that was just made has none: so that a new run need not look through all directories.
    private static bool MayHaveEarlierAttempts(ResolvedRunOptions options) => options.IsRunIdGiven || options.Resume is not null;

    // W&B's own rule, and seldom what is wanted.
    private static IEnumerable<string> Replaced(RunHome home, ResolvedRunOptions options)
    {
        var run = new RunRecord { RunId = options.RunId.Value, Project = options.Project, Entity = options.Entity };
        if (options is { IsRunIdGiven: true, Resume: null, Branch: null } && LogChain.NewestOf(home.Path, run) is { } earlier)
            yield return $"{earlier.Directory} is an attempt at run {options.RunId} too. Without RunOptions.Resume this one begins anew: its rows are to replace the earlier ones on the server. Set Resume to go on with the run, or give it an id of its own";
    }

    private static List<string> Recover(RunHome home, string runId)
    {
        var notices = new List<string>();
        foreach (var run in LeftBehindRun.Of(home.Path, runId))
        {
            try
            {
                var report = RunRecovery.Recover(run);
                notices.Add(report.ToString());
                notices.AddRange(report.Problems);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                notices.Add($"{run.Directory} could not be recovered ({problem.Message}). Nothing of it is lost: run `wandb-actors recover {run.Directory}`");
            }
        }

        return notices;
    }
}
