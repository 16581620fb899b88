using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace WandbActors.Benchmarks.Peers;

/// <summary>OpenTelemetry's batch exporter as it is by default, with an exporter that writes lines of JSON; full, it drops.</summary>
internal sealed class OpenTelemetryPeer : IPeer
{
    private const string Template =
        "{Step} {Loss} {Accuracy} {ValLoss} {ValAccuracy} {Lr} {GradNorm} {Epoch} {StepTime} {Tokens} {Perplexity}";

    private readonly JsonLinesExporter _exporter;
    private readonly ILoggerFactory _factory;
    private readonly ILogger _logger;

    private OpenTelemetryPeer(string directory)
    {
        _exporter = new JsonLinesExporter(Path.Combine(directory, "rows.jsonl"));
        _factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options => options.AddProcessor(new BatchLogRecordExportProcessor(_exporter))));
        _logger = _factory.CreateLogger("rows");
    }

    public string LostOnKill => "up to 2,048 records in the queue, for up to 5 s; without a kill too, whatever comes while it is full";

    public static Task<IPeer> StartAsync(string directory) => Task.FromResult<IPeer>(new OpenTelemetryPeer(directory));

    public void Log(long step, double[] n) => _logger.LogInformation(Template, step, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]);

    public Task<long> CompleteAsync()
    {
        _factory.Dispose();
        return Task.FromResult(_exporter.Rows);
    }

    public ValueTask DisposeAsync()
    {
        _factory.Dispose();
        return ValueTask.CompletedTask;
    }
}
