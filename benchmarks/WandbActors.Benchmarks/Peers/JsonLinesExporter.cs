using System.Text.Json;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace WandbActors.Benchmarks.Peers;

/// <summary>Writes the numbers of log records as lines of JSON, and hands each batch to the operating system. Owned by its processor's thread.</summary>
internal sealed class JsonLinesExporter(string path) : BaseExporter<LogRecord>
{
    private readonly FileStream _file = File.Create(path);

    /// <summary>How many records were written.</summary>
    public long Rows { get; private set; }

    public override ExportResult Export(in Batch<LogRecord> batch)
    {
        using var json = new Utf8JsonWriter(_file, new JsonWriterOptions { SkipValidation = true });
        foreach (var record in batch)
        {
            json.WriteStartObject();
            foreach (var (name, value) in record.Attributes ?? [])
            {
                if (value is double number)
                    json.WriteNumber(name, number);
                else if (value is long step)
                    json.WriteNumber(name, step);
            }

            json.WriteEndObject();
            json.Flush();
            json.Reset();
            _file.WriteByte((byte)'\n');
            Rows++;
        }

        _file.Flush();
        return ExportResult.Success;
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        _file.Dispose();
        return true;
    }
}
