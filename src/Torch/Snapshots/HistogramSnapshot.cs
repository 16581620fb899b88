using WandbActors.Actors.Deferring;
using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>A tensor's histogram, counted on the run's reading thread from a copy that was taken at the call. Taken and given back: a call allocates nothing.</summary>
internal sealed class HistogramSnapshot : AwaitedValue
{
    // The gradients and parameters of a large model at once; beyond it the logging thread counts by itself.
    private const int MaxUnderWay = 2048;
    private const int AtFirst = 256;

    private static readonly SlotRing<HistogramSnapshot> All = new(AtFirst, static number => new HistogramSnapshot(number), MaxUnderWay);

    private readonly TensorSnapshot _copy = new();
    private readonly int _number;
    private int _bins;

    private HistogramSnapshot(int number) => _number = number;

    public static HistogramSnapshot? TryTake(Tensor tensor, long elements, int bins)
    {
        if (All.TryTake() is not { } snapshot)
            return null;

        snapshot._bins = bins;
        var isTaken = false;
        try
        {
            isTaken = snapshot._copy.TryCopy(tensor, elements);
        }
        finally
        {
            if (!isTaken)
                All.GiveBack(snapshot._number);
        }

        return isTaken ? snapshot : null;
    }

    public override void Deliver() => Place.Fill(new MetricValue(_copy.ToHistogram(_bins)));

    public override void Release()
    {
        base.Release();
        _copy.GiveBack();
        All.GiveBack(_number);
    }

    protected internal override void Abandon() => Release();
}
