using WandbActors.Cli.Finding;
using WandbActors.Cli.Reading;

namespace WandbActors.Cli.Tailing;

/// <summary>Reads a log to its end and on, until the run has ended or nobody writes it any more.</summary>
internal sealed class LogFollower(RunPlace place, TimeProvider time, bool isPatient)
{
    // Often enough for people; a look at a log that has not grown is one read of nothing.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    public async Task<int> FollowAsync(TailLines lines, CancellationToken cancellation)
    {
        while (isPatient && !place.HasLog && !cancellation.IsCancellationRequested)
            await PauseAsync(cancellation).ConfigureAwait(false);

        using var walk = LogWalk.Open(place.LogPath);
        while (true)
        {
            // Before the log is read: what was written before the lock was given up is then read too.
            var goesOn = isPatient || place.IsHeld(out _);
            if (ReadOn(walk, lines) || !goesOn)
                break;

            lines.Flush();
            await PauseAsync(cancellation).ConfigureAwait(false);
            if (cancellation.IsCancellationRequested)
                break;
        }

        lines.Flush();
        return ExitCodes.Done;
    }

    // Whether the run's end was read.
    private static bool ReadOn(LogWalk walk, TailLines lines)
    {
        for (var step = walk.Next(); step != WalkStep.End; step = walk.Next())
        {
            if (step == WalkStep.Row)
                lines.Add(walk.Row);
            else if (walk.Record.OutputRaw is { } output)
                lines.Add(output);
            else if (walk.Record.Exit is not null)
                return true;
        }

        return false;
    }

    private async Task PauseAsync(CancellationToken cancellation) =>
        await Task.Delay(Period, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
