using WandbActors.Actors.Deferring;
using WandbActors.Persistence.Records;
using static TorchSharp.torch;

namespace WandbActors;

/// <summary>
/// A tensor's statistics, reckoned on the run's reading thread from a copy that was taken at the call: a value under each of their names, and one
/// copy for all of them. Taken and given back: a call allocates nothing.
/// </summary>
internal sealed class StatisticsSnapshot
{
    // As of histograms; but each has all its values ready.
    private const int MaxUnderWay = 1024;
    private const int AtFirst = 64;

    private static readonly SlotRing<StatisticsSnapshot> All = new(AtFirst, static number => new StatisticsSnapshot(number), MaxUnderWay);

    private readonly TensorSnapshot _copy = new();
    private readonly int _number;
    private HostStatistics? _statistics; // by whoever delivers first
    private int _left;

    private StatisticsSnapshot(int number)
    {
        _number = number;
        Value = HostStatistics.Named(name => new MetricValue(new Statistic(this, name)));
    }

    public MetricValue Value { get; }

    public static StatisticsSnapshot? TryTake(Tensor tensor, long elements)
    {
        if (All.TryTake() is not { } snapshot)
            return null;

        snapshot._statistics = null;
        snapshot._left = HostStatistics.Names.Length;
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

    private void ReleaseOne()
    {
        if (Interlocked.Decrement(ref _left) > 0)
            return;

        _copy.GiveBack();
        All.GiveBack(_number);
    }

    private sealed class Statistic(StatisticsSnapshot owner, int index) : AwaitedValue
    {
        public override void Deliver() => Place.Fill((owner._statistics ??= owner._copy.ToStatistics())[index]);

        public override void Release()
        {
            base.Release();
            owner.ReleaseOne();
        }

        protected internal override void Abandon() => Release();
    }
}
