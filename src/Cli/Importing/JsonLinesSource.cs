using WandbActors.Persistence.Replay;

namespace WandbActors.Cli.Importing;

/// <summary>A file with a JSON object in each line.</summary>
internal sealed class JsonLinesSource(string path) : IImportSource
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(path);

    public string Path => path;

    public IEnumerable<ImportedRow> Read()
    {
        var row = new ImportedRow();
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (!JsonText.IsValue(line) || !JsonText.IsObject(line))
                throw new InvalidDataException($"line {index + 1} is no JSON object");

            row.Clear();
            foreach (var (name, json) in JsonText.Members(line))
                row.Add(name, ImportedRow.Meant(JsonValue.Read(json)), index + 1);
            yield return row;
        }
    }
}
