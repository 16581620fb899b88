namespace WandbActors.Cli.Importing;

/// <summary>Finds what runs can be made of.</summary>
internal static class ImportSources
{
    private const string EventFiles = "*tfevents*";

    /// <exception cref="ToolException">At one of the paths there is nothing that can be imported.</exception>
    public static IReadOnlyList<IImportSource> At(IEnumerable<string> paths) => [.. paths.SelectMany(At)];

    private static IReadOnlyList<IImportSource> At(string path)
    {
        if (Directory.Exists(path))
        {
            return InDirectory(path) is { Count: > 0 } sources
                ? sources
                : throw new ToolException($"{path} holds no event files of TensorBoard's: their names have \"tfevents\" in them.");
        }

        if (!File.Exists(path))
            throw new ToolException($"{path} does not exist.");

        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => CsvSource.At(path),
            ".jsonl" or ".ndjson" => [new JsonLinesSource(path)],
            _ when Path.GetFileName(path).Contains("tfevents", StringComparison.Ordinal) =>
                [new EventFilesSource(path, [path], Path.GetFileName(Path.GetDirectoryName(path)!))],
            _ => throw new ToolException($"{path} is none of .csv, .jsonl, .ndjson and TensorBoard's event files (\"tfevents\" in the name)."),
        };
    }

    // As TensorBoard has it: a directory with event files is a run, called by its place below the one that was named.
    private static List<IImportSource> InDirectory(string root) =>
    [
        .. Directory.GetFiles(root, EventFiles, SearchOption.AllDirectories).Order(StringComparer.Ordinal).GroupBy(file => Path.GetDirectoryName(file)!)
            .OrderBy(run => run.Key, StringComparer.Ordinal).Select(run => new EventFilesSource(run.Key, [.. run], NameOf(run.Key, root))),
    ];

    private static string NameOf(string run, string root) =>
        Path.GetRelativePath(root, run) is not "." and var place ? place : Path.GetFileName(run);
}
