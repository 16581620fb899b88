using System.Buffers;
using System.Text.Json;
using WandbActors.Cli.Reading;

namespace WandbActors.Cli.Exporting;

/// <summary>A JSON object a line, as the row was logged: NaN and the infinities as texts, because JSON has no such numbers.</summary>
internal sealed class JsonLinesFormat : IExportFormat
{
    public bool IsPipeable => true;

    public string FileNameOf(RunRows rows, string name) => $"{name}.jsonl";

    public async Task WriteAsync(RunRows rows, Stream stream)
    {
        var line = new ArrayBufferWriter<byte>();
        await using var writer = new Utf8JsonWriter(line, StrictJson.Options);
        foreach (var row in rows.Read())
        {
            line.ResetWrittenCount();
            writer.Reset();
            RowJson.Write(writer, row.Values);
            writer.Flush();
            line.Write("\n"u8);
            await stream.WriteAsync(line.WrittenMemory).ConfigureAwait(false);
        }
    }
}
