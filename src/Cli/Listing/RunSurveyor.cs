using WandbActors.Cli.Finding;
using WandbActors.Cli.Reading;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors.Cli.Listing;

/// <summary>Makes a survey of a run while somebody goes through its log, and what he wants of it besides. Owned by one walk.</summary>
internal sealed class RunSurveyor
{
    private readonly RunPlace _place;
    private readonly bool _isHeld;
    private readonly string _holder;
    private RunRecord? _run;
    private RunExitRecord? _exit;
    private long _rows;
    private long? _lastStep;
    private double _seconds;

    /// <param name="place">The run. Its lock is looked at here, before the log is read: one that ends meanwhile has its end in it.</param>
    public RunSurveyor(RunPlace place)
    {
        _place = place;
        _isHeld = place.IsHeld(out _holder);
    }

    /// <summary>The walk has come to a row or a record.</summary>
    public void Take(WalkStep step, LogWalk walk)
    {
        if (step == WalkStep.Record)
        {
            _run = walk.Record.Run is { } named ? WithStartOf(_run, named) : _run;
            _exit = walk.Record.Exit ?? _exit;
            return;
        }

        _rows++;
        _lastStep = walk.Row.Step > _lastStep || _lastStep is null ? walk.Row.Step : _lastStep;
        _seconds = walk.Row.Runtime ?? _seconds;
    }

    /// <summary>The walk has come to the log's end.</summary>
    public RunSurvey Survey(LogWalk walk) => new(_place)
    {
        Run = _run,
        Condition = _run is null ? RunCondition.Unreadable : ConditionOf(_exit, _isHeld && !IsOfTool(_holder)),
        Rows = _rows,
        LastStep = _lastStep,
        StartedAt = Moment.Of(_run?.StartTime),
        Duration = TimeSpan.FromSeconds(Math.Clamp(Math.Max(_seconds, _exit?.Runtime ?? 0), 0, TimeSpan.MaxValue.TotalSeconds / 2)),
        ExitCode = _exit?.ExitCode,
        Synced = SyncedShare.Of(_place),
        Bytes = SizeOf(_place.Directory),
        Problems = walk.TornTail is { } torn && !_isHeld ? [.. walk.Problems, torn] : walk.Problems,
    };

    // The record is the walk's, and others read it.
    private static RunRecord WithStartOf(RunRecord? earlier, RunRecord later)
    {
        if (earlier?.StartTime is not { } start)
            return later;

        var run = later.Clone();
        run.StartTime = start;
        return run;
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
