using System.CommandLine;
using WandbActors.Actors.Recovering;
using WandbActors.Cli.Finding;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Cli.Recovering;

/// <summary><c>wandb-actors recover</c>: finishes the logs of runs whose process was killed, and sends nothing.</summary>
internal sealed class RecoverCommand : ToolCommand
{
    private const string Purpose =
        """
        Finishes the logs of runs that were interrupted: rows that were only in the row buffer are written, and the run gets an end with exit
        code 1.
        """;

    private const string More =
        """
        `sync`, and the next start of the same run, do the same by themselves.

        Examples:
          wandb-actors recover wandb
          wandb-actors recover ab12cd34

        Exit codes: 0 everything was recovered, 1 something was not, 2 the command line is wrong, 3 a run is in use.
        """;

    private readonly Terminal _terminal;

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Runs (their id, directory, log, row buffer, or \"latest\"), or a wandb directory.",
        Arity = ArgumentArity.OneOrMore,
    };

    public RecoverCommand(Terminal terminal) : base("recover", Purpose, More)
    {
        _terminal = terminal;
        Add(_paths);
        _paths.Validators.Add(CommandLine.RefuseOptions);
        SetAction(parsed => Recover(parsed.GetRequiredValue(_paths)));
    }

    private int Recover(string[] words)
    {
        var exitCode = ExitCodes.Done;
        var lookup = new RunLookup(_terminal.Surroundings);
        foreach (var word in words)
        {
            var path = Path.GetFullPath(word, _terminal.Surroundings.WorkingDirectory);
            try
            {
                exitCode = Math.Max(exitCode, RecoverIn(path, word, lookup));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                _terminal.Error.WriteLine($"{path} cannot be looked at: {problem.Message}");
                exitCode = Math.Max(exitCode, ExitCodes.Failed);
            }
        }

        return exitCode;
    }

    private int RecoverIn(string path, string word, RunLookup lookup)
    {
        if (!HasRuns(path) && lookup.FindNamed(word) is { } named)
            return Recover(LeftBehindRun.Of(named.Home, named.RunId), $"{named.RunId}: nothing of it was left behind.");

        if (!File.Exists(path) && !Directory.Exists(path))
        {
            _terminal.Error.WriteLine(lookup.DescribeMissing(word));
            return ExitCodes.Failed;
        }

        if (ProblemOf(path) is { } problem)
        {
            _terminal.Error.WriteLine(problem);
            return ExitCodes.Failed;
        }

        return Recover(Find(File.Exists(path) ? LogTurn.OwnPathOf(path) : path), $"{path}: no run was left behind here.");
    }

    // A file is meant as it is; a directory without a run may only be called as one is.
    private static bool HasRuns(string path) =>
        File.Exists(path) || (Directory.Exists(path) && (RunFolders.LogsIn(path).Length > 0 || RunFolders.In(path).Length > 0));

    private int Recover(IReadOnlyList<LeftBehindRun> runs, string otherwise)
    {
        if (runs.Count == 0)
            _terminal.Out.WriteLine(otherwise);
        return runs.Select(run => LogRecovery.Recover(run, _terminal.Out)).DefaultIfEmpty(ExitCodes.Done).Max();
    }

    private static string? ProblemOf(string path)
    {
        if (Directory.Exists(path))
        {
            _ = Directory.EnumerateFileSystemEntries(path).Any(); // throws where nobody may look
            return null;
        }

        if (RowBufferFile.RunDirectoryOf(path) is { } directory)
            return Directory.Exists(directory) ? null : $"{path} is the row buffer of {directory}, which is not there: give the directory's new place.";
        return path.EndsWith(".wandb", StringComparison.Ordinal) ? null : $"{path} is no row buffer, no log and no directory.";
    }

    private static List<LeftBehindRun> Find(string path)
    {
        if (Directory.Exists(path))
            return LeftBehindRun.In(path) is { } run ? [run] : [.. LeftBehindRun.AllIn(path)];

        return LeftBehindRun.In(RowBufferFile.RunDirectoryOf(path) ?? Path.GetDirectoryName(path)!) is { } left ? [left] : [];
    }
}
