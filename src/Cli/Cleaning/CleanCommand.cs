using System.CommandLine;
using WandbActors.Cli.Finding;

namespace WandbActors.Cli.Cleaning;

/// <summary><c>wandb-actors clean</c>: removes runs from this machine that the server has in full.</summary>
internal sealed class CleanCommand : ToolCommand
{
    private const string Purpose = "Removes runs from this machine that the server has in full. Shows them first, and asks.";

    private const string More =
        """
        A run that has not been sent, or not all of it, or whose log is damaged, is left, unless it is named and --force is given; one that goes on, or is
        being sent, is left in any case. An attempt is kept as long as a later one at the same run has not been sent, which is sent behind it.

        Examples:
          wandb-actors clean
          wandb-actors clean ~/experiments --older-than 30 --dry-run
          wandb-actors clean ab12cd34 --force --yes

        Exit codes: 0 they are gone, or there was nothing to remove; 1 nothing was removed, or not all; 2 the command line is wrong.
        """;

    private const double MaxDays = 36_500;

    private readonly Terminal _terminal;

    private readonly Argument<string[]> _runs = new("DIR|RUN")
    {
        Description = "Wandb directories, or runs (their id, directory or .wandb file). The default is WANDB_DIR, else the working directory.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<double?> _days = new("--older-than")
    {
        Description = "Only runs whose last change is so many days ago.",
        HelpName = "DAYS",
        CustomParser = given => CommandLine.Number(given, days => days is >= 0 and <= MaxDays, $"days from 0 to {MaxDays:0}"),
    };

    private readonly Option<bool> _isDryRun = new("--dry-run") { Description = "Say what would be removed, and remove nothing." };
    private readonly Option<bool> _isSure = new("--yes", "-y") { Description = "Do not ask. Where nobody can be asked, nothing is removed without it." };

    private readonly Option<bool> _isForced = new("--force")
    {
        Description = "Remove runs that are named although the server lacks something of them, or their logs are damaged.",
    };

    public CleanCommand(Terminal terminal)
        : base("clean", Purpose, More)
    {
        _terminal = terminal;
        Add(_runs);
        foreach (var option in (Option[])[_days, _isDryRun, _isSure, _isForced])
            Add(option);
        _runs.Validators.Add(CommandLine.RefuseOptions);
        SetAction(Clean);
    }

    private int Clean(ParseResult parsed)
    {
        var lookup = new RunLookup(_terminal.Surroundings);
        var words = parsed.GetValue(_runs) is { Length: > 0 } given ? given : [lookup.HomeOf(null)];
        var age = parsed.GetValue(_days) is { } days ? TimeSpan.FromDays(days) : TimeSpan.Zero;
        var isForced = parsed.GetValue(_isForced);
        var candidates = words.SelectMany(word => lookup.IsHome(word)
            ? CleanCandidate.AllIn(lookup.HomeOf(word))
            : [CleanCandidate.Of(lookup.Find(word))]).DistinctBy(candidate => candidate.Place).ToList();

        var cleaning = new CleanSession(_terminal, candidates, isForced, changedBefore: _terminal.Time.GetUtcNow().UtcDateTime - age);
        return cleaning.Run(parsed.GetValue(_isDryRun), parsed.GetValue(_isSure));
    }
}
