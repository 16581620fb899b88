using System.CommandLine;
using WandbActors.Cli.Finding;
using WandbActors.Persistence.Records;
using WandbActors.Resolution;

namespace WandbActors.Cli.Importing;

/// <summary><c>wandb-actors import</c>: files of other formats as runs.</summary>
internal sealed class ImportCommand : ToolCommand
{
    private const string Purpose = "Makes runs of TensorBoard event files, CSV files and JSON lines: offline runs that `sync` then sends.";

    private const string More =
        """
        TensorBoard: each directory with event files is a run; scalars, texts, histograms and images are taken. CSV: a column a metric; also what W&B's charts
        export (Step, "run - metric"): a run for each name. JSON lines: an object a row. Steps are kept: _step, or a column called step. Times are kept
        where the file has them: wall times, _timestamp, _runtime; a run then begins when its first row was logged, and not now.

        Examples:
          wandb-actors import logs/ --project digits
          wandb-actors import metrics.csv --project digits --name baseline
          wandb-actors import rows.jsonl --project digits && wandb-actors sync wandb

        Exit codes: 0 everything was imported, 1 something was not, or not to its end; 2 the command line is wrong, 130 interrupted.
        """;

    private readonly Terminal _terminal;

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Event files, .csv, .jsonl or .ndjson files, or directories that hold event files.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _project = new("--project", "-p")
    {
        Description = "The project that the runs belong to.",
        HelpName = "PROJECT",
        Required = true,
    };

    private readonly Option<string?> _entity = new("--entity", "-e")
    {
        Description = "The user or team. The default is the one of the key that sends it.",
        HelpName = "ENTITY",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "The run's name; for a single run. The default is the file's or directory's.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _id = new("--id") { Description = "The run's id; for a single run. The default is a new one.", HelpName = "ID" };

    private readonly Option<string?> _directory = new("--dir")
    {
        Description = "Where the folder wandb stands. The default is WANDB_DIR, else the working directory.",
        HelpName = "DIR",
    };

    public ImportCommand(Terminal terminal)
        : base("import", Purpose, More)
    {
        _terminal = terminal;
        Add(_paths);
        foreach (var option in (Option[])[_project, _entity, _name, _id, _directory])
            Add(option);
        _paths.Validators.Add(CommandLine.RefuseOptions);
        _project.Validators.Add(given => CommandLine.Refuse(given, NameRules.OfProject(given.GetValueOrDefault<string>() ?? "")));
        _id.Validators.Add(given => CommandLine.Refuse(given, RunId.TryParse(given.GetValueOrDefault<string>() ?? "", out _, out var problem) ? null : problem));
        SetAction(ImportAsync);
    }

    private async Task<int> ImportAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var sources = ImportSources.At(parsed.GetRequiredValue(_paths).Select(path => Path.GetFullPath(path, _terminal.Surroundings.WorkingDirectory)));
        if (sources.Count > 1 && (parsed.GetValue(_name) ?? parsed.GetValue(_id)) is not null)
        {
            var names = string.Join(", ", sources.Select(source => source.Name));
            throw new ToolException($"--name and --id are for one run, and there are {sources.Count}: {names}.", ExitCodes.Usage);
        }

        if (parsed.GetValue(_id) is { } id && new RunLookup(_terminal.Surroundings).FindId(id, parsed.GetValue(_directory)) is { } other)
            throw new ToolException($"There is a run {id} already, which this one would replace on the server: {other.Directory}. Give another id.");

        using var session = new ImportSession(_terminal);
        var exitCode = ExitCodes.Done;
        foreach (var source in sources)
        {
            cancellation.ThrowIfCancellationRequested();
            exitCode = Math.Max(exitCode, await session.ImportAsync(source, OptionsFor(source, parsed), cancellation).ConfigureAwait(false));
        }

        return exitCode;
    }

    private RunOptions OptionsFor(IImportSource source, ParseResult parsed) => new()
    {
        Project = parsed.GetRequiredValue(_project),
        Entity = parsed.GetValue(_entity),
        Name = parsed.GetValue(_name) ?? source.Name,
        RunId = parsed.GetValue(_id),
        Directory = parsed.GetValue(_directory),
        Notes = $"Imported from {source.Path}",
    };
}
