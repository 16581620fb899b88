using TorchSharp;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Peers;

/// <summary>TorchSharp's writer for TensorBoard: a scalar a call, so ten calls a row; single precision.</summary>
internal sealed class SummaryWriterPeer : IPeer
{
    private readonly TorchSharp.Modules.SummaryWriter _writer;
    private long _rows;

    private SummaryWriterPeer(string directory) => _writer = torch.utils.tensorboard.SummaryWriter(directory);

    public string LostOnKill => "nothing: each scalar is appended to the file at once";

    public static Task<IPeer> StartAsync(string directory) => Task.FromResult<IPeer>(new SummaryWriterPeer(directory));

    public void Log(long step, double[] numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
            _writer.add_scalar(NumberRows.Names[i], (float)numbers[i], (int)step);
        _rows++;
    }

    public Task<long> CompleteAsync() => Task.FromResult(_rows);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
