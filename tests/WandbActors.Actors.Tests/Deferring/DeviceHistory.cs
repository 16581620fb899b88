using Microsoft.Extensions.Time.Testing;
using WandbActors.Actors.Deferring;
using WandbActors.Actors.Tests.Support;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors.Actors.Tests.Deferring;

/// <summary>
/// A run that logs tensors of a fake device, step by step, beside a plain memory of what each tensor was at each call. The reader reads when it
/// is told to, and may be replaced at any time, as by a restart.
/// </summary>
internal sealed class DeviceHistory : IDisposable
{
    private const int Tensors = 3;
    private const int Slots = 16;

    private readonly FakeTimeProvider _time = new();
    private readonly SomeRing _ring;
    private readonly SomeRing _closed;
    private readonly FakeDevice _device;
    private readonly (FakeTensor OnDevice, double Known)[] _tensors;
    private readonly List<double[]> _logged = [];
    private readonly ValueDelivery _delivery = new(failure => throw failure);
    private DeviceReader _reader;

    /// <param name="durations">How long operations take, in turn, in milliseconds.</param>
    public DeviceHistory(byte[] durations)
    {
        _ring = new SomeRing(_time, SomeRing.Settings with { RingBytes = 1 << 20 });
        _closed = new SomeRing(_time);
        _closed.Buffer.Close();
        _device = new FakeDevice(
            _time, operation => TimeSpan.FromMilliseconds(durations.Length == 0 ? 0 : durations[operation % durations.Length] % 20), Slots);
        _tensors = [.. Enumerable.Range(0, Tensors).Select(tensor => (_device.Tensor(tensor, stream: tensor % 2), (double)tensor))];
        _reader = new DeviceReader(_device, _delivery);
    }

    /// <summary>Rows that were logged.</summary>
    public IReadOnlyList<double[]> Logged => _logged;

    /// <summary>Values that found no slot, or whose reader was replaced before they came.</summary>
    public long MayBeLost { get; private set; }

    public void Do(byte step)
    {
        ref var tensor = ref _tensors[step % Tensors];
        switch (step >> 4)
        {
            case < 6:
                Log(step % Tensors + 1);
                break;
            case < 8:
                tensor.OnDevice.Add(step);
                tensor.Known += step;
                break;
            case < 9:
                tensor.OnDevice.Set(-step);
                tensor.Known = -step;
                break;
            case < 11:
                _time.Advance(TimeSpan.FromMilliseconds(step));
                break;
            case < 14:
                Read();
                break;
            case < 15:
                _closed.Buffer.Append([("refused", tensor.OnDevice.Deferred())], null, commit: true, mayWait: false);
                break;
            default:
                Replace();
                break;
        }
    }

    /// <summary>Lets the device finish, reads all that is left, and gives back the rows; a value that was given up is NaN.</summary>
    public List<double[]> Finish()
    {
        Read();
        _time.Advance(TimeSpan.FromHours(1));
        Read();
        var rows = new List<double[]>();
        while (_ring.Buffer.Reader.TryRead(out var row))
        {
            var values = new double[row.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = BitConverter.Int64BitsToDouble(row[i].Bits);
            rows.Add(values);
        }

        return rows;
    }

    /// <summary>Values that were given up, for whatever reason.</summary>
    public long Lost => Enum.GetValues<DeferredLoss>().Sum(_ring.Buffer.Counters.GivenUp);

    /// <summary>Whether every slot and every fence has come back.</summary>
    public bool IsClean => _device.OpenFences == 0 && Enumerable.Range(0, Slots).All(_ => _device.Slots.TryTake() is not null);

    public void Dispose()
    {
        _ring.Dispose();
        _closed.Dispose();
    }

    private void Log(int values)
    {
        var row = new (string, MetricValue)[values];
        for (var i = 0; i < values; i++)
        {
            row[i] = ($"t{i}", _tensors[i].OnDevice.Deferred());
            if (row[i].Item2.Reference is GivenUpValue)
                MayBeLost++;
        }

        Assert.Equal(AppendOutcome.Accepted, _ring.Buffer.Append(row, null, commit: true));
        _logged.Add([.. _tensors.Take(values).Select(tensor => tensor.Known)]);
    }

    private void Read()
    {
        Take();
        _reader.Read();
    }

    private void Take()
    {
        foreach (var value in AwaitedValue.TakeApart(_ring.Buffer.Awaited.TakeAll()))
            _reader.Add(value);
    }

    // In the middle of its work.
    private void Replace()
    {
        Take();
        if (!_reader.IsIdle)
            MayBeLost += Slots;
        _reader.Leave();
        _reader = new DeviceReader(_device, _delivery);
    }
}
