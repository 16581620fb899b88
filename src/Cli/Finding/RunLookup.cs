using WandbActors.Persistence;
using WandbActors.Surroundings;

namespace WandbActors.Cli.Finding;

/// <summary>
/// Finds the run that a word on the command line means: a log, a run's directory, <c>latest</c>, or an id in the wandb directory of
/// <c>WANDB_DIR</c>, else of the working directory. Of several attempts at one id the newest is meant.
/// </summary>
internal sealed class RunLookup(ProcessSurroundings surroundings)
{
    public const string Latest = "latest";

    /// <summary>What a RUN on the command line may be.</summary>
    public const string Description = "A run: its id, its directory, its .wandb file, or \"latest\".";

    private const string LatestLink = "latest-run";

    private readonly string _root = surroundings.Variables.GetValueOrDefault("WANDB_DIR") is { Length: > 0 } set
        ? Path.GetFullPath(surroundings.ExpandHome(set), surroundings.WorkingDirectory)
        : surroundings.WorkingDirectory;

    /// <summary>Where runs are looked for by their ids.</summary>
    /// <param name="given">A directory from the command line, or <c>null</c>.</param>
    /// <exception cref="ToolException">There are none.</exception>
    public string HomeOf(string? given)
    {
        var path = given is null ? _root : Path.GetFullPath(given, surroundings.WorkingDirectory);
        return RunFolders.HomeAt(path) ?? throw new ToolException(
            Directory.Exists(path)
                ? $"There are no runs in {path}, nor in {RunHome.In(path)}: give the directory that holds wandb, or set WANDB_DIR."
                : $"{path} does not exist.");
    }

    /// <exception cref="ToolException">There is no such run; the message names similar ones.</exception>
    public RunPlace Find(string word)
    {
        var path = Path.GetFullPath(word, surroundings.WorkingDirectory);
        if (File.Exists(path))
        {
            return path.EndsWith(".wandb", StringComparison.Ordinal)
                ? new RunPlace(LogTurn.OwnPathOf(path))
                : throw new ToolException($"{path} is no .wandb file.");
        }

        if (Directory.Exists(path) && RunFolders.LogsIn(Resolved(path)) is { Length: > 0 } logs)
            return new RunPlace(logs.Order(StringComparer.Ordinal).Last());
        if (HomeNamed(word) is { } home)
            throw new ToolException($"{home} holds several runs: name one of them. `wandb-actors ls {word}` lists them.");

        return FindById(word);
    }

    /// <summary>The runs that some words mean; a wandb directory means all in it. Each once.</summary>
    /// <exception cref="ToolException">One means none.</exception>
    public IReadOnlyList<RunPlace> FindAll(IEnumerable<string> words) =>
        [.. words.SelectMany(word => HomeNamed(word) is { } home ? RunFolders.PlacesIn(home) : [Find(word)]).Distinct()];

    /// <summary>Whether a word means a wandb directory, and all runs in it.</summary>
    public bool IsHome(string word) => HomeNamed(word) is not null;

    /// <summary>The newest attempt at the run that has this id, or directory's name, or at the newest run; <c>null</c> where there is none.</summary>
    public RunPlace? FindNamed(string word) => RunFolders.HomeAt(_root) is { } home ? FindNamed(word, home) : null;

    /// <summary>The newest attempt at the run of an id in the wandb directory of a directory, of the usual one by default; <c>null</c> where there is none.</summary>
    public RunPlace? FindId(string id, string? directory) =>
        RunFolders.HomeAt(directory is null ? _root : Path.GetFullPath(directory, surroundings.WorkingDirectory)) is { } home
            ? RunFolders.PlacesIn(home).LastOrDefault(run => run.RunId == id)
            : null;

    /// <summary>Says that a word is no path, and if it may have been meant as an id, none of those either.</summary>
    public string DescribeMissing(string word)
    {
        var path = Path.GetFullPath(word, surroundings.WorkingDirectory);
        return word == Path.GetFileName(word) && RunFolders.HomeAt(_root) is { } home
            ? $"{path} does not exist, and there is no run {word} in {home}.{HintAt(word, home)}"
            : $"{path} does not exist.";
    }

    private static RunPlace? FindNamed(string word, string home)
    {
        var link = Path.Combine(home, LatestLink);
        return word == Latest && Directory.Exists(link) && RunFolders.LogsIn(Resolved(link)) is [var newest, ..]
            ? new RunPlace(newest)
            : RunFolders.PlacesIn(home).LastOrDefault(run => word == Latest || run.RunId == word || Path.GetFileName(run.Directory) == word);
    }

    private string? HomeNamed(string word)
    {
        var path = Path.GetFullPath(word, surroundings.WorkingDirectory);
        return Directory.Exists(path) && RunFolders.LogsIn(Resolved(path)).Length == 0 ? RunFolders.HomeAt(path) : null;
    }

    private RunPlace FindById(string word)
    {
        var home = HomeOf(null);
        return FindNamed(word, home) ?? throw new ToolException(
            $"There is no run {word} in {home}.{HintAt(word, home)} `wandb-actors ls` lists those that there are.");
    }

    private static string HintAt(string word, string home) => SimilarIds.Hint(word, RunFolders.PlacesIn(home).Select(run => run.RunId));

    private static string Resolved(string path) => new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
}
