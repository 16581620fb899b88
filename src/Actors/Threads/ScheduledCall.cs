using Akka.Actor;
using Akka.Dispatch;

namespace WandbActors.Actors.Threads;

/// <summary>Something to be done at a time, and again after each interval if there is one. Times are ticks of 100 ns.</summary>
internal sealed class ScheduledCall(IRunnable action, long interval, ICancelable? cancelable)
{
    public IRunnable Action { get; } = action;

    /// <summary>0: once.</summary>
    public long Interval { get; } = interval;

    public bool IsCancelled => cancelable is { IsCancellationRequested: true };
}
