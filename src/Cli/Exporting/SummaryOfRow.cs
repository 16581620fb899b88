using Google.Protobuf;
using WandbActors.Cli.EventFiles;
using WandbActors.Cli.Reading;

namespace WandbActors.Cli.Exporting;

/// <summary>A row's values as TensorBoard has them.</summary>
internal readonly struct SummaryOfRow(RunRows.Row row)
{
    public EventSummary Build()
    {
        var summary = new EventSummary();
        foreach (var cell in row.Values.Cells)
        {
            if (cell.Column > ColumnNames.Timestamp)
                summary.Value.Add(ValuesOf(row.Values.Names[cell.Column], cell));
        }

        return summary;
    }

    private IEnumerable<EventSummary.Types.Value> ValuesOf(string name, Cell cell) => cell.Kind switch
    {
        CellKind.Null => [],
        CellKind.Text => [TextOf(name, cell.Text)],
        CellKind.Json => ValuesOf(name, cell.Json),
        _ => cell.TryGetNumber(out var number) ? [new EventSummary.Types.Value { Tag = name, SimpleValue = (float)number }] : [],
    };

    private IEnumerable<EventSummary.Types.Value> ValuesOf(string name, string json)
    {
        if (EventHistogram.Of(json) is { } histogram)
            return [new EventSummary.Types.Value { Tag = name, Histo = histogram }];

        var images = new LoggedImages(row.Attempt.Directory, json).Read();
        return images.Count > 0
            ? images.Select((image, index) => new EventSummary.Types.Value { Tag = images.Count == 1 ? name : $"{name}/{index}", Image = image })
            : [TextOf(name, json)];
    }

    private static EventSummary.Types.Value TextOf(string name, string text) => new()
    {
        Tag = name,
        Metadata = new SummaryMetadata { PluginData = new SummaryMetadata.Types.PluginData { PluginName = Plugins.Text }, DataClass = DataClass.Tensor },
        Tensor = new TensorProto { Dtype = TensorType.DtString, TensorShape = new TensorShapeProto(), StringVal = { ByteString.CopyFromUtf8(text) } },
    };
}
