using WandbActors.Cli.Finding;
using WandbActors.Cli.Listing;
using WandbActors.Persistence;

namespace WandbActors.Cli.Cleaning;

/// <summary>A run that may be removed, and what speaks against that. Immutable.</summary>
/// <param name="Survey">What it is.</param>
/// <param name="IsNamed">Whether the user has named this very run.</param>
/// <param name="Objection">Why it is left unless that is forced; <c>null</c> for nothing.</param>
internal sealed record CleanCandidate(RunSurvey Survey, bool IsNamed, string? Objection)
{
    public RunPlace Place => Survey.Place;

    /// <summary>When something in its directory changed last.</summary>
    public DateTime ChangedAt => new DirectoryInfo(Place.Directory).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true })
        .Select(file => file.LastWriteTimeUtc).DefaultIfEmpty(DateTime.MaxValue).Max();

    /// <summary>Whether somebody logs, sends or recovers it: then nothing is forced.</summary>
    public bool IsInUse => Place.IsHeld(out _);

    /// <summary>The runs in a wandb directory, none of them named.</summary>
    public static IReadOnlyList<CleanCandidate> AllIn(string home)
    {
        var places = RunFolders.PlacesIn(home);
        return [.. places.AsParallel().AsOrdered().Select(RunSurvey.Of)
            .Select(survey => new CleanCandidate(survey, IsNamed: false, ObjectionTo(survey, places)))];
    }

    /// <summary>A run that was named.</summary>
    public static CleanCandidate Of(RunPlace place)
    {
        var survey = RunSurvey.Of(place);
        return new CleanCandidate(survey, IsNamed: true, ObjectionTo(survey, RunFolders.PlacesIn(place.Home)));
    }

    private static string? ObjectionTo(RunSurvey run, IReadOnlyList<RunPlace> all) =>
        run.Problems.Count > 0 ? "its log is damaged"
        : !run.Synced.IsKnown && !run.Place.IsOffline ? "nothing here says whether the server has all of it"
        : !run.Synced.IsWhole ? "the server does not have all of it"
        : HasGrown(run) ? "its log has grown since it was sent"
        : RunFolders.LogsIn(run.Place.Directory).Length > 1 ? "its directory holds several logs"
        : AttemptsAfter(run.Place, all).Any(later => !SyncedShare.Of(later).IsWhole) ? "a later attempt at the run has not been sent"
        : null;

    private static IEnumerable<RunPlace> AttemptsAfter(RunPlace run, IReadOnlyList<RunPlace> all) =>
        all.SkipWhile(place => place != run).Skip(1).Where(later => later.RunId == run.RunId);

    // The marker is written behind the last that was read of the log; a bookmark counts the rows.
    private static bool HasGrown(RunSurvey run) => run.Synced.Rows is { } sent
        ? run.Rows > sent
        : File.GetLastWriteTimeUtc(run.Place.LogPath) > File.GetLastWriteTimeUtc(RunDirectory.SyncedMarkerOf(run.Place.LogPath));
}
