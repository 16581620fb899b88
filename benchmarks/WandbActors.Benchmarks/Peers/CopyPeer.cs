using Microsoft.Win32.SafeHandles;
using WandbActors.Benchmarks.Runs;

namespace WandbActors.Benchmarks.Peers;

/// <summary>
/// The floor: bytes that are there already, those that a run of ours has written for such rows, are copied into a buffer of 1 MiB and written from
/// there. Nothing is formatted, checked or kept apart.
/// </summary>
internal sealed class CopyPeer : IPeer
{
    private const int SampleRows = 10_000;

    private readonly byte[] _sample;
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly SafeFileHandle _file;
    private readonly int _rowBytes;
    private long _rows;
    private long _offset;
    private int _length;

    private CopyPeer(string directory, byte[] sample)
    {
        _sample = sample;
        _rowBytes = sample.Length / SampleRows;
        _file = File.OpenHandle(Path.Combine(directory, "rows"), FileMode.Create, FileAccess.Write);
    }

    public string LostOnKill => "up to 1 MiB";

    public static async Task<IPeer> StartAsync(string directory)
    {
        await using var offline = await OfflineRun.StartAsync();
        var rows = new NumberRows(NumberRows.Names.Count);
        for (var row = 0; row < SampleRows; row++)
            offline.Run.Log(rows.Next());
        await offline.FlushAsync();
        return new CopyPeer(directory, await File.ReadAllBytesAsync(offline.LogPath));
    }

    public void Log(long step, double[] numbers)
    {
        if (_length + _rowBytes > _buffer.Length)
            Write();
        var at = (int)(_rows++ % SampleRows) * _rowBytes;
        _sample.AsSpan(at, _rowBytes).CopyTo(_buffer.AsSpan(_length));
        _length += _rowBytes;
    }

    public Task<long> CompleteAsync()
    {
        Write();
        return Task.FromResult(_rows);
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write()
    {
        RandomAccess.Write(_file, _buffer.AsSpan(0, _length), _offset);
        _offset += _length;
        _length = 0;
    }
}
