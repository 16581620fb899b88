using System.Buffers;
using WandbActors.Persistence.Artifacts;
using WandbActors.Persistence.Files;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// A table as it was when it was logged: a file for the run's page, with the first rows, and an artifact with all of them, the files of its
/// cells and the types of its columns. Immutable.
/// </summary>
/// <param name="columns">The columns' names.</param>
/// <param name="slots">Their types.</param>
/// <param name="rows">The rows; of a larger array, so that taking the table as it is costs nothing.</param>
/// <param name="mode">How it is logged, in W&amp;B's word.</param>
/// <param name="increment">Which piece this is; <c>null</c> for a whole table.</param>
internal sealed class LoggedTable(
    string[] columns, CellSlot[] slots, ArraySegment<TableCell[]> rows, string mode, TableIncrement? increment) : Media
{
    private const string ArtifactScheme = "wandb-client-artifact://";

    internal override string TypeName => nameof(Table);

    protected internal override void WriteJson(IBufferWriter<byte> writer, MediaPlace place)
    {
        var content = WriteFile();
        var paths = place is RowPlace row ? WriteArtifact(row, MediaFolder.HashOf(content)) : default;
        var file = place.AddFile("media/table", ".table.json", content);
        var json = MediaJson.Of(increment is null ? "table-file" : "incremental-table-file", file, place)
            .AddKnown("artifact_path", paths.Version)
            .AddKnown("_latest_artifact_path", paths.Latest)
            .Add("ncols", columns.Length)
            .Add("nrows", rows.Count)
            .Add("log_mode", mode);
        if (increment is not null)
            json.Add("increment_num", increment.Number).Add("previous_increments_paths", Earlier());
        json.Write(writer);
    }

    private IEnumerable<TableCell[]> NewRows => rows.Skip(increment?.FirstRow ?? 0);

    private byte[] WriteFile()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var json = new PythonJson(PythonForm.Compact, buffer, media: null);
        json.WriteMembers<Action>(
            [
                ("columns", () => json.WriteList(columns, column => json.Write(column))),
                ("data", () => json.WriteList(NewRows.Take(Table.MaxRowsShown), cells => json.WriteList(cells, json.WriteCell))),
            ],
            write => write());
        return buffer.WrittenSpan.ToArray();
    }

    private (string Version, string Latest) WriteArtifact(RowPlace place, string hash)
    {
        var seed = $"{place.Folder.LogGuid:N}/{place.Key}/{place.Step}/{increment?.Number}/{hash}";
        var draft = new ArtifactDraft
        {
            Name = ArtifactName.Of($"run-{place.Folder.RunId}-{(increment is null ? "" : "incr-")}{place.Key}"),
            Type = increment is null ? "run_table" : "wandb-run-incremental-table",
            RunId = place.Folder.RunId.Value,
            Project = place.Folder.Project,
            Entity = place.Folder.Entity,
            ClientId = ArtifactId.From(seed),
            SequenceClientId = ArtifactId.From($"sequence/{seed}"),
        };
        var staged = StagedArtifact.Of(place.Folder.RunDirectory, draft.ClientId);
        var cells = new ArtifactPlace(staged, place);
        var name = increment is null
            ? $"{MediaName.Of(place.Key)}.table.json"
            : $"{increment.Number}-{increment.UtcNow.ToUnixTimeMilliseconds()}.{MediaName.Of(place.Key)}.table.json";
        var record = draft.ToRecord([staged.Add(name, WriteArtifactFile(cells)), .. cells.Entries]);
        record.IncrementalBeta1 = increment is not null;
        if (NewRows.Count() is > Table.MaxRows and var all)
            (place.Lost, place.Remark) = (all - Table.MaxRows, $"of the table's {all:N0} rows the first {Table.MaxRows:N0} are kept");
        place.Add(new Record { Artifact = record });
        place.Add(new Record { Telemetry = new TelemetryRecord { Feature = new Feature { Table = true, IncrementalTable = increment is not null } } });

        var version = $"{ArtifactScheme}{draft.ClientId}/{name}";
        increment?.Paths[increment.Number] = version;
        return (version, $"{ArtifactScheme}{draft.SequenceClientId}:latest/{name}");
    }

    private byte[] WriteArtifactFile(ArtifactPlace cells)
    {
        var kept = NewRows.Take(Table.MaxRows).ToList();
        var buffer = new ArrayBufferWriter<byte>();
        var json = new PythonJson(PythonForm.Spaced, buffer, cells);
        var types = new MediaJson();
        foreach (var (column, slot) in columns.Zip(slots))
            types.Add(column, slot.ToJson());
        List<(string, Action)> members =
        [
            ("_type", () => json.Write("table")),
            ("columns", () => json.WriteList(columns, column => json.Write(column))),
            ("data", () => json.WriteList(kept, row => json.WriteList(row, json.WriteCell))),
            ("ncols", () => json.Write(columns.Length)),
            ("nrows", () => json.Write(kept.Count)),
            ("column_types", () => json.Write(CellTypes(types))),
            ("log_mode", () => json.Write(mode)),
        ];
        if (increment is not null)
        {
            members.Add(("increment_num", () => json.Write(increment.Number)));
            members.Add(("previous_increments_paths", () => json.Write(Earlier())));
        }

        json.WriteMembers(members, write => write());
        return buffer.WrittenSpan.ToArray();
    }

    private static MetricValue CellTypes(MediaJson types) =>
        new MediaJson().Add("wb_type", "typedDict").Add("params", new MediaJson().Add("type_map", types.Value).Value).Value;

    private MetricValue Earlier() => MediaJson.List(
        Enumerable.Range(0, increment!.Number).Where(increment.Paths.ContainsKey).Select(number => (MetricValue)increment.Paths[number]));
}
