using WandbActors.Actors.Recovering;
using WandbActors.Cli.Syncing;

namespace WandbActors.Cli.Recovering;

/// <summary>Recovers single runs, and says what became of each.</summary>
internal static class LogRecovery
{
    /// <summary>Recovers a run in its turn; returns <see cref="ExitCodes"/>.</summary>
    public static int Recover(LeftBehindRun run, TextWriter output)
    {
        using var turn = LogTurn.TryTake(run.LogPath, LogTurn.RecoveringPurpose, out var holder);
        if (turn is null)
        {
            output.WriteLine($"{run.RunId}: is in use by {holder}; nothing of it was touched");
            return ExitCodes.InUse;
        }

        // It may have ended, or another may have recovered it, before the turn was ours.
        return LeftBehindRun.In(run.Directory) is { } left ? RecoverInTurn(left, output) : ExitCodes.Done;
    }

    private static int RecoverInTurn(LeftBehindRun run, TextWriter output)
    {
        try
        {
            var report = RunRecovery.Recover(run);
            output.WriteLine($"{run.RunId}: {Sizes.OfRows(report.Rows)} and {report.Records} other records recovered into {run.LogPath}");
            if (report.ValuesLost > 0)
                output.WriteLine($"  {report.ValuesLost} values had not arrived, or were not written yet, and are lost");
            foreach (var problem in report.Problems)
                output.WriteLine($"  {problem}");
            return report.IsWhole ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            output.WriteLine($"{run.RunId}: not recovered: {problem.Message}. Nothing of it is lost: run the command again");
            return ExitCodes.Failed;
        }
    }
}
