using Parquet;
using Parquet.Schema;

namespace WandbActors.Cli.Exporting;

/// <summary>
/// Apache Parquet: a first reading finds the columns and what they hold, a second writes the rows, a group at a time. Each column may have no value.
/// </summary>
internal sealed class ParquetFormat : IExportFormat
{
    // A group is what is held in memory: so many values of any kind, or so many bytes of texts.
    private const int MaxGroupValues = 1 << 21;
    private const int MaxGroupRows = 1 << 16;
    private const long MaxGroupTextBytes = 64 << 20;

    public string FileNameOf(RunRows rows, string name) => $"{name}.parquet";

    public async Task WriteAsync(RunRows rows, Stream stream)
    {
        var contents = new ColumnContents();
        foreach (var row in rows.Read())
            contents.Add(row.Values);
        var count = rows.Written;
        var groupRows = Math.Clamp(MaxGroupValues / rows.Names.Count, 1, MaxGroupRows);
        var columns = Enumerable.Range(0, rows.Names.Count)
            .Select(column => ParquetColumn.Of(rows.Names[column], column, contents[column], groupRows)).ToArray();

        var schema = new ParquetSchema(columns.Select(column => column.Field));
        var writer = await ParquetWriter.CreateAsync(schema, stream).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            var inGroup = 0;
            foreach (var row in rows.Read(count))
            {
                foreach (var column in columns)
                    column.Take(row.Values);
                if (++inGroup == groupRows || columns.Sum(column => column.TextBytes) > MaxGroupTextBytes)
                {
                    await WriteGroupAsync(writer, columns).ConfigureAwait(false);
                    inGroup = 0;
                }
            }

            if (inGroup > 0)
                await WriteGroupAsync(writer, columns).ConfigureAwait(false);
        }
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, ParquetColumn[] columns)
    {
        using var group = writer.CreateRowGroup();
        foreach (var column in columns)
            await column.WriteAsync(group).ConfigureAwait(false);
        group.CompleteValidate();
    }
}
