using Akka.Actor;
using Reactive.Streams;

namespace WandbActors.Actors.Uploading;

/// <summary>Asks the pipeline for batches, one at a time, when a request with their lines may go. Owned by the uploader, whose timers it sets.</summary>
internal sealed class BatchDemand(ITimerScheduler timers)
{
    private ISubscription? _batches;

    /// <summary>Whether the next is asked for as soon as the pace allows; it may be asked for earlier.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>The stream is there. Its first batch says what run this is, and needs no place.</summary>
    public void Begin(ISubscription batches)
    {
        _batches = batches;
        Ask();
    }

    /// <summary>Asks for the next after so long.</summary>
    public void AskAfter(TimeSpan pace)
    {
        IsWaiting = true;
        timers.StartSingleTimer(nameof(NextDue), NextDue.Instance, pace);
    }

    /// <summary>Asks for the next when its request has its place among the host's.</summary>
    /// <param name="lines">Takes the place.</param>
    /// <param name="isNeeded">Whether there is a batch already. One that comes some time takes no place before.</param>
    public void AskInTurn(LineSender lines, bool isNeeded)
    {
        IsWaiting = false;
        if (lines.Reserve(isNeeded) is { Ticks: > 0 } wait)
            timers.StartSingleTimer(nameof(PlaceDue), PlaceDue.Instance, wait);
        else
            Ask();
    }

    /// <summary>Asks at once: the place has come.</summary>
    public void Ask() => _batches!.Request(1);
}
