using Akka.Actor;

namespace WandbActors.Actors;

/// <summary>
/// How a run is to end, from when somebody has asked for it: part of its session, so that a restart of the run's actor forgets neither
/// the exit code, nor who waits, nor how long. Written by the run's actor; <see cref="IsLogComplete"/> by the writer. Any thread reads.
/// </summary>
internal sealed class RunEnding(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<IActorRef> _askers = [];
    private TimeSpan _serverDue = TimeSpan.MaxValue;
    private TimeSpan _due = TimeSpan.MaxValue;
    private long _halfDueTicks = long.MaxValue;
    private volatile bool _isLogComplete;

    /// <summary>Set by the first who asked.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Whether the log has its end: it must not get a second one.</summary>
    public bool IsLogComplete => _isLogComplete;

    /// <summary>How the run ended, from when that is known: its actors may take their time to stop.</summary>
    public RunStatus? Conclusion { get => Volatile.Read(ref field); private set => Volatile.Write(ref field, value); }

    /// <summary>Whether half of the time is over: that half was for devices, the other is for the disk and the server.</summary>
    public bool IsHalfOver => Now.Ticks >= Volatile.Read(ref _halfDueTicks);

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>The run is to end within these bounds, of which the shorter hold when they are given again.</summary>
    public void Begin(int exitCode, TimeSpan serverBound, TimeSpan bound)
    {
        ExitCode ??= exitCode;
        _serverDue = Earlier(_serverDue, serverBound);
        _due = Earlier(_due, bound);
        Volatile.Write(ref _halfDueTicks, Math.Min(_halfDueTicks, Earlier(TimeSpan.MaxValue, Half(bound)).Ticks));
    }

    /// <summary>Tells the run's actor when the bounds are reached, if the run is to end.</summary>
    public void KeepTime(ITimerScheduler timers)
    {
        Keep(timers, ServerOverdue.Instance, _serverDue);
        Keep(timers, FinishOverdue.Instance, _due);
    }

    /// <summary>Somebody waits for the end; who only said that the run is to end has left no address.</summary>
    public void Add(IActorRef asker)
    {
        if (asker is not DeadLetterActorRef)
            _askers.Add(asker);
    }

    /// <summary>Tells everybody who asked.</summary>
    public void Answer(RunStatus status)
    {
        Conclusion = status;
        foreach (var asker in _askers)
            asker.Tell(new RunFinished(status));
    }

    public void NoteLogComplete() => _isLogComplete = true;

    private static TimeSpan Half(TimeSpan bound) => bound == Timeout.InfiniteTimeSpan ? bound : bound / 2;

    private TimeSpan Earlier(TimeSpan due, TimeSpan bound)
    {
        if (bound == Timeout.InfiniteTimeSpan)
            return due;

        var now = Now;
        return bound < due - now ? now + bound : due;
    }

    private void Keep(ITimerScheduler timers, object message, TimeSpan due)
    {
        if (due == TimeSpan.MaxValue)
            return;

        var left = due - Now;
        timers.StartSingleTimer(message, message, left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>The server was waited for long enough.</summary>
    public sealed class ServerOverdue : INoSerializationVerificationNeeded
    {
        public static readonly ServerOverdue Instance = new();
    }

    /// <summary>The end has taken long enough.</summary>
    public sealed class FinishOverdue : INoSerializationVerificationNeeded
    {
        public static readonly FinishOverdue Instance = new();
    }
}
