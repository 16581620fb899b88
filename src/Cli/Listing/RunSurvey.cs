using WandbActors.Cli.Finding;
using WandbActors.Cli.Reading;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Cli.Listing;

/// <summary>
/// What one pass over a run's log, and a look at what lies beside it, say of the run. Nothing is written, and nobody is kept waiting. Immutable.
/// </summary>
internal sealed record RunSurvey(RunPlace Place)
{
    /// <summary>The newest run record; <c>null</c> when the log names no run.</summary>
    public RunRecord? Run { get; init; }

    public RunCondition Condition { get; init; }

    /// <summary>History records: the lines that the server gets.</summary>
    public long Rows { get; init; }

    /// <summary>The highest step of them.</summary>
    public long? LastStep { get; init; }

    public DateTime? StartedAt { get; init; }

    /// <summary>How long the run had been running at its end or newest row, earlier attempts included.</summary>
    public TimeSpan Duration { get; init; }

    public int? ExitCode { get; init; }

    public required SyncedShare Synced { get; init; }

    /// <summary>The rows that the server has; <c>null</c> when that is not known.</summary>
    public long? SyncedRows => Synced switch
    {
        { IsWhole: true, Rows: null } => Rows,
        { IsKnown: false } when Place.IsOffline => 0,
        _ => Synced.Rows,
    };

    /// <summary>The bytes of all files in the run's directory.</summary>
    public long Bytes { get; init; }

    /// <summary>What of the log is damaged.</summary>
    public IReadOnlyList<LogProblem> Problems { get; init; } = [];

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
        var surveyor = new RunSurveyor(place);
        using var walk = LogWalk.Open(place.LogPath);
        for (var step = walk.Next(); step != WalkStep.End; step = walk.Next())
            surveyor.Take(step, walk);
        return surveyor.Survey(walk);
    }
}
