using System.CommandLine;
using WandbActors.Cli.Finding;

namespace WandbActors.Cli.Showing;

/// <summary><c>wandb-actors show</c>: one run, or the charts of some of its metrics.</summary>
internal sealed class ShowCommand : ToolCommand
{
    private const string Purpose =
        """
        Shows one run: what it is, its config and summary, where it ran, and the course of each metric in a line; with --metric, charts.
        Reads and nothing else, so a run that goes on can be shown too.
        """;

    private const string More =
        """
        Examples:
          wandb-actors show latest
          wandb-actors show ab12cd34 --metric loss --metric 'val/*' --log
          wandb-actors show ab12cd34 --json | jq .summary.loss

        Exit codes: 0 shown, 1 there is no such run or metric, 2 the command line is wrong.
        """;

    private readonly Terminal _terminal;
    private readonly Argument<string> _run = new("RUN") { Description = RunLookup.Description };

    private readonly Option<string[]> _metrics = new("--metric", "-m")
    {
        Description = "Draw a chart of this metric over the steps; * stands for any letters. May be given several times.",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _isLogarithmic = new("--log") { Description = "Charts with a logarithmic scale; values that are not above 0 leave gaps." };
    private readonly Option<bool> _isJson = new("--json") { Description = "One JSON object, for scripts." };

    public ShowCommand(Terminal terminal)
        : base("show", Purpose, More)
    {
        _terminal = terminal;
        Add(_run);
        Add(_metrics);
        Add(_isLogarithmic);
        Add(_isJson);
        _run.Validators.Add(CommandLine.RefuseOptions);
        SetAction(Show);
    }

    private int Show(ParseResult parsed)
    {
        var place = new RunLookup(_terminal.Surroundings).Find(parsed.GetRequiredValue(_run));
        var patterns = parsed.GetValue(_metrics) ?? [];
        return parsed.GetValue(_isJson) ? ShowJson(place)
            : patterns.Length > 0 ? ShowCharts(place, patterns, parsed.GetValue(_isLogarithmic))
            : ShowPicture(place);
    }

    private int ShowJson(RunPlace place)
    {
        _terminal.Out.WriteLine(RunPictureJson.Of(RunPicture.Of(place)));
        return ExitCodes.Done;
    }

    private int ShowPicture(RunPlace place)
    {
        foreach (var line in RunPictureText.Of(RunPicture.Of(place), _terminal.HasUnicode))
            _terminal.Out.WriteLine(line);
        return ExitCodes.Done;
    }

    private int ShowCharts(RunPlace place, string[] patterns, bool isLogarithmic)
    {
        var series = MetricSeries.Of(place, patterns, out var others);
        if (series.Count == 0)
            throw new ToolException($"{place.RunId} has no metric {string.Join(" or ", patterns)}.{SimilarIds.Hint(patterns[0], others)}");

        foreach (var metric in series)
        {
            foreach (var line in LineChart.Draw(metric, _terminal.Width, isLogarithmic, _terminal.HasUnicode))
                _terminal.Out.WriteLine(line);
        }

        return ExitCodes.Done;
    }
}
