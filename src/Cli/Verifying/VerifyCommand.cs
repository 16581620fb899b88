using System.CommandLine;
using WandbActors.Cli.Finding;

namespace WandbActors.Cli.Verifying;

/// <summary><c>wandb-actors verify</c>: reads logs in full and says what is in them and what is damaged.</summary>
internal sealed class VerifyCommand : ToolCommand
{
    private const string Purpose =
        """
        Reads logs in full: every chunk's checksum, every record, their numbers; and says what is there, what is damaged and where, and which files are missing.
        Nothing is changed. Of a run that goes on, what is written so far is read.
        """;

    private const string More =
        """
        Examples:
          wandb-actors verify latest
          wandb-actors verify wandb
          wandb-actors verify wandb/run-20260821_101500-ab12cd34/run-ab12cd34.wandb --json

        Exit codes: 0 no log is damaged, 1 one is, or cannot be read, 2 the command line is wrong.
        """;

    private readonly Terminal _terminal;

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Runs (their id, directory, .wandb file, or \"latest\"), or a wandb directory for all in it.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _isJson = new("--json") { Description = "One JSON list, for scripts." };

    public VerifyCommand(Terminal terminal)
        : base("verify", Purpose, More)
    {
        _terminal = terminal;
        Add(_paths);
        Add(_isJson);
        _paths.Validators.Add(CommandLine.RefuseOptions);
        SetAction(Verify);
    }

    private int Verify(ParseResult parsed)
    {
        var reports = new RunLookup(_terminal.Surroundings).FindAll(parsed.GetRequiredValue(_paths)).Select(LogReport.Of);
        return parsed.GetValue(_isJson) ? WriteJson([.. reports]) : Write(reports);
    }

    private int WriteJson(IReadOnlyList<LogReport> reports)
    {
        _terminal.Out.WriteLine(LogReportText.ToJson(reports));
        return reports.All(report => report.IsSound) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private int Write(IEnumerable<LogReport> reports)
    {
        var exitCode = ExitCodes.Done;
        foreach (var report in reports)
        {
            foreach (var line in LogReportText.Of(report))
                _terminal.Out.WriteLine(line);
            exitCode = report.IsSound ? exitCode : ExitCodes.Failed;
        }

        return exitCode;
    }
}
