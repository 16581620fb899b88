using System.Text.Json;

namespace WandbActors.Cli.Reading;

/// <summary>A row as one JSON object: its values in their order, under their names.</summary>
internal static class RowJson
{
    public static void Write(Utf8JsonWriter writer, LoggedRow row)
    {
        writer.WriteStartObject();
        if (row.Step is { } step && row[ColumnNames.Step] is null)
            writer.WriteNumber(row.Names[ColumnNames.Step], step);
        foreach (var cell in row.Cells)
        {
            writer.WritePropertyName(row.Names[cell.Column]);
            StrictJson.Write(writer, cell);
        }

        writer.WriteEndObject();
    }
}
