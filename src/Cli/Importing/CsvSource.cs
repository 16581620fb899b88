using System.Text;

namespace WandbActors.Cli.Importing;

/// <summary>A CSV file, or those of its columns that belong to one run. The first reading finds what the columns hold, the second gives the rows.</summary>
internal sealed class CsvSource : IImportSource
{
    // In W&B's charts: "run - metric", and beside it what the server has thinned out.
    private const string RunSeparator = " - ";
    private static readonly string[] Companions = ["__MIN", "__MAX"];

    // Names of other programs for what W&B calls _step and _timestamp.
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["step"] = "_step",
        ["global_step"] = "_step",
        ["wall time"] = "_timestamp",
    };

    private readonly CsvColumn?[] _columns; // null: of another run, or of nobody

    private CsvSource(string path, string name, CsvColumn?[] columns) => (Path, Name, _columns) = (path, name, columns);

    public string Name { get; }

    public string Path { get; }

    /// <summary>The runs in a file: one, unless W&amp;B's charts wrote it.</summary>
    /// <exception cref="ToolException">It has no header, or one that names two columns alike.</exception>
    public static IReadOnlyList<IImportSource> At(string path)
    {
        using var text = Open(path);
        if (new CsvReader(text).Read() is not { } header)
            throw new ToolException($"{path} is empty.");

        var names = header.Select(field => field.Text).ToArray();
        if (names.Where(name => name.Length > 0).CountBy(name => name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
            throw new ToolException($"{path} has several columns called {twice}: one would hide the others. Give them names of their own.");

        var metrics = names.Skip(1).ToArray();
        if (names is not ["Step", _, ..] || !Array.TrueForAll(metrics, name => name.Contains(RunSeparator, StringComparison.Ordinal)))
            return [new CsvSource(path, System.IO.Path.GetFileNameWithoutExtension(path), [.. names.Select(name => ColumnOf(name, names))])];

        return [.. metrics.Select(RunIn).Distinct().Select(run => new CsvSource(path, run, [.. names.Select(name => ColumnOf(name, run))]))];
    }

    public IEnumerable<ImportedRow> Read()
    {
        foreach (var (fields, _) in Records())
        {
            for (var index = 0; index < fields.Count; index++)
                _columns[index]?.Note(fields[index]);
        }

        var row = new ImportedRow();
        foreach (var (fields, line) in Records())
        {
            row.Clear();
            for (var index = 0; index < fields.Count; index++)
            {
                if (_columns[index] is { } column && column.ValueOf(fields[index]) is { } value)
                    row.Add(column.Name, value, line);
            }

            if (row.Values.Count > 0 || row.Timestamp is not null)
                yield return row;
        }
    }

    private IEnumerable<(IReadOnlyList<CsvField> Fields, long Line)> Records()
    {
        using var text = Open(Path);
        var reader = new CsvReader(text);
        reader.Read();
        while (reader.Read() is { } fields)
        {
            if (fields.Count > _columns.Length)
                throw new InvalidDataException($"line {reader.Line} has {fields.Count} fields, and the header {_columns.Length}");
            yield return (fields, reader.Line);
        }
    }

    private static StreamReader Open(string path) => new(path, Encoding.UTF8);

    private static CsvColumn ColumnOf(string name, string[] all) =>
        new(Synonyms.TryGetValue(name, out var own) && !all.Contains(own) && name == Array.Find(all, other => Synonyms.GetValueOrDefault(other) == own) ? own : name);

    private static CsvColumn? ColumnOf(string name, string run) =>
        name == "Step" ? new CsvColumn("_step")
        : RunIn(name) == run && !Array.Exists(Companions, name.EndsWith) ? new CsvColumn(name[(run.Length + RunSeparator.Length)..])
        : null;

    private static string RunIn(string name) => name.IndexOf(RunSeparator, StringComparison.Ordinal) is >= 0 and var at ? name[..at] : "";
}
