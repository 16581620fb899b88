using WandbActors.Cli.Finding;
using WandbActors.Cli.Reading;

namespace WandbActors.Cli.Tailing;

/// <summary>Reads a log to its end and on, until the run has ended or nobody writes it any more.</summary>
internal sealed class LogFollower(RunPlace place, TimeProvider time, bool isPatient)
{
    private const long FirstBytes = 1 << 20;
    private const int Growth = 8;

    // Often enough for people; a look at a log that has not grown is one read of nothing.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    public async Task<int> FollowAsync(TailLines lines, CancellationToken cancellation)
    {
        while (GoesOn() && !place.HasLog && !cancellation.IsCancellationRequested)
            await PauseAsync(cancellation).ConfigureAwait(false);

        // Before the log is read: what was written before the lock was given up is then read too.
        var goesOn = GoesOn();
        using var walk = ReadEnd(lines, out var hasEnded);
        lines.Flush();
        while (goesOn && !hasEnded && !cancellation.IsCancellationRequested)
        {
            await PauseAsync(cancellation).ConfigureAwait(false);
            goesOn = GoesOn();
            hasEnded = ReadOn(walk, lines);
            lines.Flush();
        }

        return ExitCodes.Done;
    }

    private bool GoesOn() => isPatient || place.IsHeld(out _);

    // No more of a long log than holds the lines that are wanted.
    private LogWalk ReadEnd(TailLines lines, out bool hasEnded)
    {
        for (var bytes = FirstBytes; ; bytes *= Growth)
        {
            var walk = LogWalk.OpenTail(place.LogPath, bytes, out var isWhole);
            lines.BeginAnew();
            hasEnded = ReadOn(walk, lines);
            if (lines.AreAllThere || isWhole)
                return walk;
            walk.Dispose();
        }
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
