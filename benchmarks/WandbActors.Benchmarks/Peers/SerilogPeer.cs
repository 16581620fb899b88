using Serilog;
using Serilog.Core;
using Serilog.Formatting.Compact;

namespace WandbActors.Benchmarks.Peers;

/// <summary>Serilog's file sink behind its asynchronous one, compact JSON; full, it blocks.</summary>
internal sealed class SerilogPeer : IPeer
{
    private const string Template =
        "{Step} {Loss} {Accuracy} {ValLoss} {ValAccuracy} {Lr} {GradNorm} {Epoch} {StepTime} {Tokens} {Perplexity}";

    private readonly string _path;
    private readonly Logger _logger;

    private SerilogPeer(string directory)
    {
        _path = Path.Combine(directory, "rows.clef");
        _logger = new LoggerConfiguration()
            .WriteTo.Async(sinks => sinks.File(new CompactJsonFormatter(), _path, fileSizeLimitBytes: null, buffered: true), blockWhenFull: true)
            .CreateLogger();
    }

    public string LostOnKill => "up to 10,000 events in the queue, and the file's buffer";

    public static Task<IPeer> StartAsync(string directory) => Task.FromResult<IPeer>(new SerilogPeer(directory));

    public void Log(long step, double[] n) =>
        _logger.Information(Template, step, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]);

    public async Task<long> CompleteAsync()
    {
        await _logger.DisposeAsync();
        return File.ReadLines(_path).LongCount();
    }

    public ValueTask DisposeAsync() => _logger.DisposeAsync();
}
