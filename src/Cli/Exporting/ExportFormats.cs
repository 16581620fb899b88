namespace WandbActors.Cli.Exporting;

/// <summary>The formats by the names that <c>--to</c> knows. Each is made when it is asked for, so that its library is not loaded before.</summary>
internal static class ExportFormats
{
    public static readonly IReadOnlyDictionary<string, Func<IExportFormat>> All = new Dictionary<string, Func<IExportFormat>>
    {
        ["csv"] = () => new CsvFormat(),
        ["jsonl"] = () => new JsonLinesFormat(),
        ["parquet"] = () => new ParquetFormat(),
        ["tensorboard"] = () => new EventFileFormat(),
    };
}
