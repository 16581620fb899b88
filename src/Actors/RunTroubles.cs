using Akka.Event;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors;

/// <summary>What the user should know about a run: each trouble is said once, when it begins, and the newest is kept. Owned by the run's actor.</summary>
internal sealed class RunTroubles(RunSession session, ILoggingAdapter log)
{
    private string? _disk;
    private string? _remark;
    private bool _hasSaidRefusals;
    private bool _hasSaidObjects;
    private bool _hasSaidValues;

    /// <summary>What still holds: trouble with the disk comes first, since everything waits for it.</summary>
    public string? Newest(string? upload) => _disk ?? upload ?? _remark;

    public void Say(string trouble)
    {
        if (session.TroubleOutlet is { } outlet)
            outlet(trouble);
        else
            log.Warning("Run {RunId}: {Problem}", session.Id, trouble);
    }

    public void SayRemark(string remark) => Say(_remark = remark);

    public void SayDisk(string trouble) => Say(_disk = trouble);

    public void DiskIsBack() => _disk = null;

    /// <summary>Says that rows are refused, and what the program should do otherwise, each once for the run: the ledger counts them.</summary>
    public void LookForRefusals()
    {
        while (session.Buffer.Counters.Habits.TryTakeRemark(out var remark))
            SayRemark(remark);

        var counters = session.Buffer.Counters;
        SayOnce(
            ref _hasSaidObjects,
            counters.ObjectsLost,
            "More images, histograms and other objects wait for the disk than wandb.buffer.object-bytes: a text stands in place of those that are too many. "
                + "The ledger counts them.");
        SayOnce(
            ref _hasSaidValues,
            counters.GivenUp(DeferredLoss.TimedOut) + counters.GivenUp(DeferredLoss.BufferFull) + counters.GivenUp(DeferredLoss.DeviceFull),
            "Deferred values, such as tensors of a device, do not come in time, or too many are under way: NaN stands in their place. The ledger counts "
                + "them by reason.");
        SayOnce(
            ref _hasSaidRefusals,
            counters.Refused(AppendOutcome.RefusedFull),
            "The row buffer was full for longer than a Log call may wait: rows are refused until there is room. The ledger counts them.");
    }

    private void SayOnce(ref bool hasSaid, long count, string remark)
    {
        if (hasSaid || count == 0)
            return;

        hasSaid = true;
        SayRemark(remark);
    }
}
