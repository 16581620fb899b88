using WandbActors.Cli.Syncing;

namespace WandbActors.Cli.Cleaning;

/// <summary>One <c>wandb-actors clean</c>: says what goes and what stays, asks, and removes.</summary>
internal sealed class CleanSession(Terminal terminal, IReadOnlyList<CleanCandidate> candidates, bool isForced, DateTime changedBefore)
{
    private const string Purpose = "which removes it";

    public int Run(bool isDryRun, bool isSure)
    {
        var going = candidates.Where(candidate => ReasonToStay(candidate) is null).ToList();
        foreach (var run in going)
            terminal.Out.WriteLine(Describe(run));
        var isRefused = SayWhatStays();
        if (going.Count == 0)
        {
            terminal.Out.WriteLine("There is nothing to remove.");
            return isRefused ? ExitCodes.Failed : ExitCodes.Done;
        }

        var what = $"{going.Count} {(going.Count == 1 ? "run" : "runs")}, {Sizes.Of(going.Sum(run => run.Survey.Bytes))}";
        if (isDryRun)
        {
            terminal.Out.WriteLine($"Would remove {what}.");
            return ExitCodes.Done;
        }

        if (!isSure && !IsWanted(what))
        {
            terminal.Out.WriteLine("Nothing was removed.");
            return ExitCodes.Failed;
        }

        var exitCode = going.Select(Remove).Max();
        terminal.Out.WriteLine(exitCode == ExitCodes.Done ? $"Removed {what}." : "Not all was removed.");
        return isRefused ? ExitCodes.Failed : exitCode;
    }

    private static string Describe(CleanCandidate run)
    {
        var objection = run.Objection is { } reason ? $" ({reason})" : "";
        return $"{run.Place.RunId}: {Sizes.Of(run.Survey.Bytes)}, {Sizes.OfRows(run.Survey.Rows)}, {run.Place.Directory}{objection}";
    }

    // Returns whether one that was named stays.
    private bool SayWhatStays()
    {
        var staying = candidates.Select(candidate => (candidate, Reason: ReasonToStay(candidate))).Where(run => run.Reason is not null).ToList();
        foreach (var (run, reason) in staying.Where(run => run.candidate.IsNamed))
            terminal.Error.WriteLine($"{run.Place.RunId} stays: {reason}.");
        foreach (var reason in staying.Where(run => !run.candidate.IsNamed).GroupBy(run => run.Reason!))
            terminal.Out.WriteLine($"{reason.Count()} {(reason.Count() == 1 ? "stays" : "stay")}: {reason.Key}.");
        return staying.Exists(run => run.candidate.IsNamed);
    }

    private string? ReasonToStay(CleanCandidate run) =>
        run.IsInUse ? "it is in use"
        : run.Objection is { } objection && !(isForced && run.IsNamed) ? objection
        : run.ChangedAt > changedBefore ? "it changed later than that"
        : null;

    private bool IsWanted(string what)
    {
        if (terminal.Answers is null)
        {
            terminal.Error.WriteLine("Nobody can be asked here: give --yes.");
            return false;
        }

        terminal.Out.Write($"Remove {what} from this machine? [y/N] ");
        terminal.Out.Flush();
        return terminal.Answers.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private int Remove(CleanCandidate run)
    {
        using var turn = LogTurn.TryTake(run.Place.LogPath, Purpose, out var holder);
        if (turn is null)
        {
            terminal.Error.WriteLine($"{run.Place.RunId} stays: it is in use by {holder}.");
            return ExitCodes.Failed;
        }

        try
        {
            RunRemoval.Remove(run.Place.Directory);
            return ExitCodes.Done;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"{run.Place.Directory} could not be removed: {problem.Message}");
            return ExitCodes.Failed;
        }
    }
}
