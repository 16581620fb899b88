using System.Globalization;
using WandbActors.Cli.EventFiles;

namespace WandbActors.Cli.Exporting;

/// <summary>
/// A TensorBoard event file: each row is an event with its step and wall time. Scalars are single-precision, as TensorBoard keeps them; lists and objects
/// that it does not know are texts.
/// </summary>
internal sealed class EventFileFormat : IExportFormat
{
    public bool IsDirectory => true;

    // TensorBoard takes files with "tfevents" in their names, and reads those of a directory in the order of the names.
    public string FileNameOf(RunRows rows, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{(long)rows.StartedAt:D10}.{name}.wandb-actors");

    public Task WriteAsync(RunRows rows, Stream stream)
    {
        var startedAt = rows.StartedAt;
        var writer = new EventWriter(stream, startedAt);
        var step = -1L;
        foreach (var row in rows.Read())
        {
            step = row.Values.Step ?? step + 1;
            var summary = new SummaryOfRow(row).Build();
            if (summary.Value.Count > 0)
                writer.Write(new Event { Step = step, WallTime = row.Values.Timestamp ?? startedAt + (row.Values.Runtime ?? 0), Summary = summary });
        }

        return Task.CompletedTask;
    }
}
