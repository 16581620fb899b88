using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace WandbActors.Actors.Threads;

/// <summary>
/// An actor system's timers on a thread of their own, which sleeps until something is due. Akka's own scheduler wakes a thread of the pool every
/// 10 ms from the first timer on: 3 % of a core when nothing is to be done, and no tick at all while a data loader starves the pool.
/// </summary>
/// <remarks>Times are rounded up to whole <c>akka.scheduler.tick-duration</c>s.</remarks>
internal sealed class TimerThread : SchedulerBase, IDisposable
{
    private readonly object _gate = new(); // a Lock has no Wait
    private readonly DueCalls _calls;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly long _start;
    private Thread? _thread;
    private bool _isStopped;

    public TimerThread(Config config, ILoggingAdapter log) : base(config, log)
    {
        _start = _time.GetTimestamp();
        _calls = new DueCalls(config.GetTimeSpan("akka.scheduler.tick-duration").Ticks);
    }

    public override TimeSpan MonotonicClock => _time.GetElapsedTime(_start);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => _time.GetUtcNow();

    /// <summary>The system ends. What is not due yet is done now, as Akka's scheduler does it: dispatchers end their threads by a timer.</summary>
    public void Dispose()
    {
        IReadOnlyList<ScheduledCall> left;
        lock (_gate)
        {
            _isStopped = true;
            left = _calls.TakeAll();
            Monitor.PulseAll(_gate);
        }

        foreach (var call in left)
            Run(call);
    }

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(delay, TimeSpan.Zero, new Telling(receiver, message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(initialDelay, interval, new Telling(receiver, message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Schedule(delay, TimeSpan.Zero, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Schedule(delay, TimeSpan.Zero, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Schedule(initialDelay, interval, new ActionRunnable(action), cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Schedule(initialDelay, interval, action, cancelable);

    private void Schedule(TimeSpan delay, TimeSpan interval, IRunnable action, ICancelable cancelable)
    {
        lock (_gate)
        {
            if (_isStopped)
                throw new SchedulerException("The actor system has ended, and its timers with it.");

            var earliest = _calls.NextDue;
            _calls.Add(new ScheduledCall(action, interval.Ticks, cancelable), MonotonicClock.Ticks + delay.Ticks);
            if (_thread is null)
                Start();
            else if (_calls.NextDue < earliest)
                Monitor.Pulse(_gate);
        }
    }

    private void Start()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "wandb-timers" };
        _thread.UnsafeStart();
    }

    private void Work()
    {
        while (WaitForCall() is { } call)
            Run(call);
    }

    private void Run(ScheduledCall call)
    {
        try
        {
            call.Action.Run();
        }
        catch (Exception failure)
        {
            Log.Error(failure, "What a timer did has failed");
        }
    }

    // Null once the system has ended.
    private ScheduledCall? WaitForCall()
    {
        lock (_gate)
        {
            while (!_isStopped)
            {
                var now = MonotonicClock.Ticks;
                if (_calls.Take(now) is { } call)
                    return call;

                Monitor.Wait(_gate, Bound(_calls.NextDue - now));
            }

            return null;
        }
    }

    private static int Bound(long ticks) => (int)Math.Min((ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, int.MaxValue);

    private sealed class Telling(ICanTell receiver, object message, IActorRef sender) : IRunnable
    {
        public void Run() => receiver.Tell(message, sender);

        public void Execute() => Run();
    }
}
