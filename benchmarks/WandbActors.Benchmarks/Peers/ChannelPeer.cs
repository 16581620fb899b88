using System.Text.Json;
using System.Threading.Channels;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Peers;

/// <summary>What people write by hand: a channel, and a task that writes a line of JSON for each row.</summary>
internal sealed class ChannelPeer : IPeer
{
    private const int Capacity = 100_000;

    private readonly Channel<Dictionary<string, double>> _rows = Channel.CreateBounded<Dictionary<string, double>>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Task<long> _writing;

    private ChannelPeer(string directory) => _writing = Task.Run(() => WriteAsync(Path.Combine(directory, "rows.jsonl")));

    public string LostOnKill => $"up to {Capacity:N0} rows in the channel, and the writer's last 4 KB";

    public static Task<IPeer> StartAsync(string directory) => Task.FromResult<IPeer>(new ChannelPeer(directory));

    public void Log(long step, double[] numbers)
    {
        var row = new Dictionary<string, double>(numbers.Length + 1) { ["step"] = step };
        for (var i = 0; i < numbers.Length; i++)
            row[NumberRows.Names[i]] = numbers[i];
        while (!_rows.Writer.TryWrite(row))
            _rows.Writer.WaitToWriteAsync().AsTask().Wait();
    }

    public Task<long> CompleteAsync()
    {
        _rows.Writer.TryComplete();
        return _writing;
    }

    public async ValueTask DisposeAsync() => await CompleteAsync();

    private async Task<long> WriteAsync(string path)
    {
        var rows = 0L;
        await using var writer = new StreamWriter(path);
        await foreach (var row in _rows.Reader.ReadAllAsync())
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(row));
            rows++;
        }

        return rows;
    }
}
