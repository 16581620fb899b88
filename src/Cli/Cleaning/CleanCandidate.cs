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

    /// <summary>Whether somebody logs, sends or recovers it, or there is something to recover: then nothing is forced.</summary>
    public bool IsInUse => Place.IsHeld(out _);

    public static IReadOnlyList<CleanCandidate> AllIn(string home, bool isNamed)
    {
        var places = RunFolders.PlacesIn(home);
        return [.. places.AsParallel().AsOrdered().Select(RunSurvey.Of).Select(survey => new CleanCandidate(survey, isNamed, ObjectionTo(survey, places)))];
    }

    public static CleanCandidate Of(RunPlace place, bool isNamed)
    {
        var survey = RunSurvey.Of(place);
        return new CleanCandidate(survey, isNamed, ObjectionTo(survey, RunFolders.PlacesIn(place.Home)));
    }

    private static string? ObjectionTo(RunSurvey run, IReadOnlyList<RunPlace> all) =>
        run.Problems.Count > 0 ? "its log is damaged"
        : !run.Synced.IsWhole ? "the server does not have all of it"
        : HasGrown(run.Place) ? "its log has grown since it was sent"
        : RunFolders.LogsIn(run.Place.Directory).Length > 1 ? "its directory holds several logs"
        : all.SkipWhile(place => place != run.Place).Skip(1).Any(later => later.RunId == run.Place.RunId && !File.Exists(RunDirectory.SyncedMarkerOf(later.LogPath)))
            ? "a later attempt at the run has not been sent"
        : null;

    // The marker is written behind the last that was read of the log.
    private static bool HasGrown(RunPlace run) => File.GetLastWriteTimeUtc(run.LogPath) > File.GetLastWriteTimeUtc(RunDirectory.SyncedMarkerOf(run.LogPath));
}
