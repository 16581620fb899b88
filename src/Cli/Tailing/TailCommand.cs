using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using WandbActors.Cli.Finding;

namespace WandbActors.Cli.Tailing;

/// <summary><c>wandb-actors tail</c>: a run's newest rows, and those that come.</summary>
internal sealed class TailCommand : ToolCommand
{
    private const string Purpose =
        """
        Prints the newest rows of a run and, as long as it goes on, those that come. Ends when the run does; Ctrl-C ends it sooner. The run is not disturbed.
        """;

    private const string More =
        """
        Examples:
          wandb-actors tail latest
          wandb-actors tail ab12cd34 -n 100 --console
          wandb-actors tail ab12cd34 --json | jq .loss

        Exit codes: 0 the run has ended, or Ctrl-C; 1 there is no such run; 2 the command line is wrong.
        """;

    private const int DefaultLines = 10;

    private readonly Terminal _terminal;
    private readonly Argument<string> _run = new("RUN") { Description = RunLookup.Description };

    private readonly Option<int> _lines = new("--lines", "-n")
    {
        Description = $"So many of the newest rows and lines to begin with. The default is {DefaultLines}.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => DefaultLines,
        CustomParser = ParseLines,
    };

    private readonly Option<bool> _hasConsole = new("--console") { Description = "What the program printed, too." };

    private readonly Option<bool> _isFollowing = new("--follow", "-f")
    {
        Description = "Go on until the log has an end, although nobody on this machine writes it: the copy of a run that goes on elsewhere.",
    };

    private readonly Option<bool> _isJson = new("--json") { Description = "A JSON object a line, for scripts." };

    public TailCommand(Terminal terminal)
        : base("tail", Purpose, More)
    {
        _terminal = terminal;
        Add(_run);
        foreach (var option in (Option[])[_lines, _hasConsole, _isFollowing, _isJson])
            Add(option);
        _run.Validators.Add(CommandLine.RefuseOptions);
        SetAction(TailAsync);
    }

    private static int ParseLines(ArgumentResult given)
    {
        if (int.TryParse(given.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var lines))
            return lines;

        given.AddError("--lines: use a number of lines from 0.");
        return default;
    }

    private Task<int> TailAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var place = new RunLookup(_terminal.Surroundings).Find(parsed.GetRequiredValue(_run));
        var lines = new TailLines(_terminal.Out, parsed.GetValue(_lines), parsed.GetValue(_isJson), parsed.GetValue(_hasConsole));
        return new LogFollower(place, _terminal.Time, parsed.GetValue(_isFollowing)).FollowAsync(lines, cancellation);
    }
}
