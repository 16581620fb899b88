using System.CommandLine;
using WandbActors.Cli.Finding;
using WandbActors.Cli.Syncing;

namespace WandbActors.Cli.Exporting;

/// <summary><c>wandb-actors export</c>: the rows of runs as files of other formats.</summary>
internal sealed class ExportCommand : ToolCommand
{
    private const string Purpose = "Writes the rows of runs into CSV, JSON lines, Parquet or TensorBoard event files. Memory does not grow with the run.";

    private const string More =
        """
        Of a run that went on (resume), an id means all its attempts; a directory or a log means that one alone. Names that lead into one another are joined
        with dots. Lists, objects and W&B's own types are JSON texts in CSV and Parquet; TensorBoard gets numbers, texts, histograms and images.

        Examples:
          wandb-actors export ab12cd34 --to csv
          wandb-actors export latest --to jsonl -o - | jq .loss
          wandb-actors export ab12cd34 ef56gh78 --to parquet -o exported
          wandb-actors export latest --to tensorboard -o logs && tensorboard --logdir logs

        Exit codes: 0 all rows were written, 1 something could not be read or written, 2 the command line is wrong, 130 interrupted.
        """;

    private readonly Terminal _terminal;

    private readonly Argument<string[]> _runs = new("RUN")
    {
        Description = "Runs: their id, directory, .wandb file, or \"latest\"; a wandb directory means all in it.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _to = new("--to") { Description = "The format.", HelpName = "csv|jsonl|parquet|tensorboard", Required = true };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The file; of several runs, and for TensorBoard, the directory; - is the standard output (csv, jsonl). By default named by the run, here.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _isForced = new("--force") { Description = "Replace files that exist." };

    public ExportCommand(Terminal terminal)
        : base("export", Purpose, More)
    {
        _terminal = terminal;
        Add(_runs);
        Add(_to);
        Add(_output);
        Add(_isForced);
        _runs.Validators.Add(CommandLine.RefuseOptions);
        _to.AcceptOnlyFromAmong([.. ExportFormats.All.Keys]);
        SetAction(ExportAsync);
    }

    private async Task<int> ExportAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var words = parsed.GetRequiredValue(_runs);
        var runs = new RunLookup(_terminal.Surroundings).FindAll(words);
        var format = ExportFormats.All[parsed.GetRequiredValue(_to)]();
        var target = new ExportTarget(_terminal, format, parsed.GetValue(_output), parsed.GetValue(_isForced), runs);
        var exitCode = ExitCodes.Done;
        foreach (var run in runs)
        {
            var rows = new RunRows(words.Contains(run.RunId) ? run.WithEarlierAttempts() : [run], cancellation);
            exitCode = Math.Max(exitCode, await ExportAsync(run, rows, format, target).ConfigureAwait(false));
        }

        return exitCode;
    }

    private static async Task<int> ExportAsync(RunPlace run, RunRows rows, IExportFormat format, ExportTarget target)
    {
        if (await target.WriteAsync(run, stream => format.WriteAsync(rows, stream)).ConfigureAwait(false) is not { } path)
            return ExitCodes.Done;

        target.Say($"{run.RunId}: {Sizes.OfRows(rows.Written)} into {path}");
        foreach (var problem in rows.Problems)
            target.Say($"  {problem}");
        return rows.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }
}
