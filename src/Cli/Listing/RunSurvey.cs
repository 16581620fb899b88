using WandbActors.Cli.Finding;
using WandbActors.Cli.Reading;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Cli.Listing;

/// <summary>
/// What one pass over a run's log, and a look at what lies beside it, say of the run. Nothing is written, and nobody is kept waiting. Immutable.
/// </summary>
internal sealed record RunSurvey(RunPlace Place)
{
    /// <summary>The newest run record; <c>null</c> when the log names no run.</summary>
    public RunRecord? Run { get; private init; }

    public RunCondition Condition { get; private init; }

    /// <summary>History records: the lines that the server gets.</summary>
    public long Rows { get; private init; }

    /// <summary>The highest step of them.</summary>
    public long? LastStep { get; private init; }

    public DateTime? StartedAt { get; private init; }

    /// <summary>How long the run had been running at its end or newest row, earlier attempts included.</summary>
    public TimeSpan Duration { get; private init; }

    public int? ExitCode { get; private init; }

    public required SyncedShare Synced { get; init; }

    /// <summary>The rows that the server has; <c>null</c> when that is not known.</summary>
    public long? SyncedRows => Synced switch
    {
        { IsWhole: true, Rows: null } => Rows,
        { IsKnown: false } when Place.IsOffline => 0,
        _ => Synced.Rows,
    };

    /// <summary>The bytes of all files in the run's directory.</summary>
    public long Bytes { get; private init; }

    /// <summary>What of the log is damaged.</summary>
    public IReadOnlyList<LogProblem> Problems { get; private init; } = [];

    /// <summary>Looks at a run. One that cannot be looked at is unreadable, and its problem is why.</summary>
    public static RunSurvey Of(RunPlace place)
    {
        try
        {
            return Read(place);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new RunSurvey(place)
            {
                Condition = RunCondition.Unreadable,
                Synced = SyncedShare.Unknown,
                Problems = [new LogProblem(0, failure.Message)],
            };
        }
    }

    private static RunSurvey Read(RunPlace place)
    {
        // Before the log is read: one that ends meanwhile has its end in it.
        var isHeld = place.IsHeld(out var holder);
        var (rows, lastStep, seconds) = (0L, (long?)null, 0.0);
        var (run, exit) = ((RunRecord?)null, (RunExitRecord?)null);
        using var walk = LogWalk.Open(place.LogPath);
        for (var step = walk.Next(); step != WalkStep.End; step = walk.Next())
        {
            if (step == WalkStep.Record)
            {
                run = walk.Record.Run is { } named ? WithStartOf(run, named) : run;
                exit = walk.Record.Exit ?? exit;
                continue;
            }

            rows++;
            lastStep = walk.Row.Step > lastStep || lastStep is null ? walk.Row.Step : lastStep;
            seconds = walk.Row.Runtime ?? seconds;
        }

        return new RunSurvey(place)
        {
            Run = run,
            Condition = run is null ? RunCondition.Unreadable : ConditionOf(exit, isHeld && !IsOfTool(holder)),
            Rows = rows,
            LastStep = lastStep,
            StartedAt = Moment.Of(run?.StartTime),
            Duration = TimeSpan.FromSeconds(Math.Clamp(Math.Max(seconds, exit?.Runtime ?? 0), 0, TimeSpan.MaxValue.TotalSeconds / 2)),
            ExitCode = exit?.ExitCode,
            Synced = SyncedShare.Of(place),
            Bytes = SizeOf(place.Directory),
            Problems = walk.TornTail is { } torn && !isHeld ? [.. walk.Problems, torn] : walk.Problems,
        };
    }

    private static RunRecord WithStartOf(RunRecord? earlier, RunRecord later)
    {
        later.StartTime = earlier?.StartTime ?? later.StartTime;
        return later;
    }

    private static RunCondition ConditionOf(RunExitRecord? exit, bool isLogged) => exit switch
    {
        null => isLogged ? RunCondition.Running : RunCondition.Crashed,
        { ExitCode: 0 } => RunCondition.Finished,
        _ => RunCondition.Failed,
    };

    // Whoever logs a run says so in the lock's note; what this tool does with one is not that.
    private static bool IsOfTool(string holder) =>
        holder.EndsWith(LogTurn.SendingPurpose, StringComparison.Ordinal) || holder.EndsWith(LogTurn.RecoveringPurpose, StringComparison.Ordinal);

    private static long SizeOf(string directory) =>
        new DirectoryInfo(directory).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(file => file.LinkTarget is null).Sum(LengthOf);

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0; // of a live run, files come and go
        }
    }
}
