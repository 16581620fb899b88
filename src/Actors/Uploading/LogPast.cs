using WandbActors.Persistence.Bookmarks;
using WandbActors.Persistence.Upload;

namespace WandbActors.Actors.Uploading;

/// <summary>What a log builds upon, as far as the disk knows: itself, what is kept beside it, and the attempts before and behind it. Immutable.</summary>
internal sealed record LogPast
{
    private readonly ChainedLog? _log; // of a live run it may be too short to say
    private readonly SyncState? _kept;
    private readonly LogPlace _place;
    private readonly ChainedLog? _later; // has been begun to be sent: what the run is now, that one says

    private LogPast(UploadJob job)
    {
        _place = job.Place;
        _log = ChainedLog.At(job.LogPath);
        _kept = job.Place.StateBeside(job.LogPath);
        Before = _log is null ? null : LogChain.Before(_log);

        // A live run is the newest.
        if (job.IsSync && _log is not null)
        {
            Rewind = LogChain.RewindAfter(_log);
            _later = LogChain.After(_log).LastOrDefault(later => later.Run.Resumed && job.Place.StateBeside(later.Path) is { Bases: not null });
        }
    }

    /// <summary>The attempt that this one goes on from, if it is here.</summary>
    public ChainedLog? Before { get; }

    /// <summary>A later attempt that took the run back to an earlier step.</summary>
    public ChainedLog? Rewind { get; }

    /// <summary>The run whose rows the server is to have copied; <c>null</c> when this is no fork.</summary>
    public string? ForkedFrom => _log is { IsFork: true } ? _log.Run.BranchPoint?.Run : null;

    /// <summary>Whether nothing here says what earlier attempts have made of the run: the server is asked.</summary>
    public bool IsSoFarUnknown => GoesOn && _log!.Run.Summary is null && _kept?.SoFar is null;

    /// <summary>Whether the server has lines of the run that are not this log's.</summary>
    public bool GoesOn => _log is { Run.Resumed: true } or { IsRewound: true };

    private bool BeginsAtZero => !GoesOn && ForkedFrom is null;

    public static LogPast Of(UploadJob job) => new(job);

    /// <summary>What is known of where the log begins.</summary>
    /// <param name="knownBases">What the bookmark knows.</param>
    public SyncState State(LineCounts? knownBases) =>
        new(_kept?.StartingStep ?? _log?.Run.StartingStep ?? 0, knownBases ?? _kept?.Bases ?? (BeginsAtZero ? default(LineCounts) : null))
        {
            SoFar = _kept?.SoFar,
            Place = _place.Text.Length > 0 ? _place.Text : null,
        };

    /// <summary>The run as it is to be registered: of one that a later attempt has gone on with, only which it is.</summary>
    public RunUpsert Registering(RunUpsert run) => _later is not null
        ? new RunUpsert { Name = run.Name, Project = run.Project, Entity = run.Entity }
        : _kept?.SoFar is { } soFar ? run with { Config = soFar.ConfigBelow(run.Config) } : run;

    /// <summary>
    /// What the log's records build upon. The file of the console is to hold the earlier attempts' too; where theirs is not here, the
    /// server's is left as it is.
    /// </summary>
    public LogBeginning Beginning(SyncState state)
    {
        var earlier = Before is null ? null : Path.Combine(Before.Directory, "files", OutputLog.Name);
        var isHere = File.Exists(earlier);
        var isWhole = isHere || state.Bases?.Console == 0;
        return new LogBeginning(state.SoFar, isHere ? earlier : null, isWhole ? OutputLog.Name : OutputLog.NameOf(_log!.StartedAt))
        {
            LaterExitCode = _later is null ? null : LogExtent.Read(_later.Path).ExitCode,
        };
    }
}
