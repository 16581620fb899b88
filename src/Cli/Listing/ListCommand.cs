using System.CommandLine;
using WandbActors.Cli.Finding;

namespace WandbActors.Cli.Listing;

/// <summary><c>wandb-actors ls</c>: a table of the runs in a wandb directory, by their start.</summary>
internal sealed class ListCommand : ToolCommand
{
    private const string Purpose =
        """
        Lists the runs on this machine. Reads and nothing else: a run that goes on is not disturbed.
        """;

    private const string More =
        """
        Examples:
          wandb-actors ls
          wandb-actors ls ~/experiments --project digits --state crashed
          wandb-actors ls --json | jq '.[] | select(.synced | not) | .directory'

        Exit codes: 0 listed, 1 there is no such directory or no run in it, 2 the command line is wrong.
        """;

    private const string Unsent = "unsent";

    private readonly Terminal _terminal;

    private readonly Argument<string?> _directory = new("DIR")
    {
        Description = "A wandb directory, or the one it is in. The default is WANDB_DIR, else the working directory.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _project = new("--project", "-p") { Description = "Runs of this project alone.", HelpName = "PROJECT" };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Runs in this state alone; crashed: no end, and nobody here writes it; unsent: the server lacks something of it.",
        HelpName = "STATE",
    };

    private readonly Option<bool> _isJson = new("--json") { Description = "One JSON list, for scripts." };

    public ListCommand(Terminal terminal)
        : base("ls", Purpose, More)
    {
        _terminal = terminal;
        Add(_directory);
        Add(_project);
        Add(_state);
        Add(_isJson);
        _directory.Validators.Add(CommandLine.RefuseOptions);
        _state.AcceptOnlyFromAmong([.. Enum.GetValues<RunCondition>().Select(NameOf), Unsent]);
        SetAction(List);
    }

    /// <summary>A state as it is written.</summary>
    public static string NameOf(RunCondition condition) => condition.ToString().ToLowerInvariant();

    private int List(ParseResult parsed)
    {
        var home = new RunLookup(_terminal.Surroundings).HomeOf(parsed.GetValue(_directory));
        var (project, state) = (parsed.GetValue(_project), parsed.GetValue(_state));
        var runs = RunFolders.PlacesIn(home).AsParallel().AsOrdered().Select(RunSurvey.Of)
            .Where(run => (project is null || run.Run?.Project == project) && (state is null || IsIn(run, state)))
            .OrderBy(run => run.StartedAt ?? DateTime.MinValue).ToList();
        if (parsed.GetValue(_isJson))
            _terminal.Out.WriteLine(RunListing.ToJson(runs));
        else if (runs.Count == 0)
            _terminal.Out.WriteLine($"There are no such runs in {home}.");
        else
            Write(runs);
        return ExitCodes.Done;
    }

    private void Write(List<RunSurvey> runs)
    {
        var screen = _terminal.Screen;
        screen.Write(RunTable.Of(runs, screen));
    }

    private static bool IsIn(RunSurvey run, string state) => state == Unsent ? !run.Synced.IsWhole : NameOf(run.Condition) == state;
}
