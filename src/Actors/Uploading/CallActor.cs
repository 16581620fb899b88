using Akka.Actor;
using WandbActors.Persistence.Upload;
using static WandbActors.Actors.Uploading.CallProtocol;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// Makes one call to the server until it succeeds or is refused for good, then ends. The only place that waits between tries; its
/// waits are timers, so that virtual time drives them.
/// </summary>
internal sealed class CallActor<T> : HandlerActor, IWithTimers
{
    private readonly string _subject;
    private readonly Func<CancellationToken, Task<CallOutcome<T>>> _call;
    private readonly RetrySchedule _schedule;
    private readonly HostLimit? _limit;
    private readonly bool _hasPlace;
    private readonly CancellationTokenSource _ended = new();
    private int _retries;

    public CallActor(string subject, Func<CancellationToken, Task<CallOutcome<T>>> call, RetrySchedule schedule, HostLimit? limit, bool hasPlace)
    {
        _subject = subject;
        _call = call;
        _schedule = schedule;
        _limit = limit;
        _hasPlace = hasPlace;

        Receive<Try>(_ => Call());
        Receive<Tried>(tried => Handle(tried.Outcome));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="subject">What the call is about: comes back in every message.</param>
    /// <param name="call">One try.</param>
    /// <param name="schedule">When to try again.</param>
    /// <param name="limit">The host's shared limit; <c>null</c> for calls that go elsewhere, such as signed uploads.</param>
    /// <param name="hasPlace">Whether the first try has had its place there already.</param>
    public static Props PropsFor(
        string subject, Func<CancellationToken, Task<CallOutcome<T>>> call, RetrySchedule schedule, HostLimit? limit, bool hasPlace = false) =>
        Props.Of(() => new CallActor<T>(subject, call, schedule, limit, hasPlace));

    protected override void PreStart()
    {
        if (_hasPlace)
            Self.Tell(Try.Instance);
        else
            TryAfter(TimeSpan.Zero);
    }

    protected override void PostStop() => _ended.Cancel();

    private void TryAfter(TimeSpan delay)
    {
        delay += _limit?.Reserve() ?? TimeSpan.Zero;
        if (delay > TimeSpan.Zero)
            Timers.StartSingleTimer(nameof(Try), Try.Instance, delay);
        else
            Self.Tell(Try.Instance);
    }

    private void Call()
    {
        var self = Self;
        TryAsync().PipeTo(
            self,
            success: outcome => new Tried(outcome),
            failure: error => new Tried(new CallOutcome<T>.Retry(null, error.Message)));
    }

    // A call that throws before it gives a task has failed like any other.
    private async Task<CallOutcome<T>> TryAsync() => await _call(_ended.Token).ConfigureAwait(false);

    private void Handle(CallOutcome<T> outcome)
    {
        switch (outcome)
        {
            case CallOutcome<T>.Success success:
                End(new CallSucceeded<T>(_subject, success.Value));
                break;
            case CallOutcome<T>.Fatal fatal:
                End(new CallRefused(_subject, fatal.Reason));
                break;
            case CallOutcome<T>.Retry retry:
                Retry(retry);
                break;
        }
    }

    private void Retry(CallOutcome<T>.Retry retry)
    {
        if (_schedule.DelayBefore(_retries, retry.After) is not { } delay)
        {
            End(new CallRefused(_subject, $"{retry.Reason} (given up after {_retries} retries)"));
            return;
        }

        if (_retries++ == 0)
            Context.Parent.Tell(new CallDelayed(_subject, retry.Reason, delay));
        TryAfter(delay);
    }

    private void End(object news)
    {
        Context.Parent.Tell(news);
        Context.Stop(Self);
    }

    private sealed record Tried(CallOutcome<T> Outcome) : INoSerializationVerificationNeeded;

    private sealed class Try : INoSerializationVerificationNeeded
    {
        public static readonly Try Instance = new();
    }
}
