using Akka.Actor;

namespace WandbActors;

/// <summary>Asks a sender of rows how it is doing. Answered by <see cref="SenderStatus"/>.</summary>
public sealed record GetSenderStatus : INoSerializationVerificationNeeded;

/// <summary>Where a sender's rows are: <c>Offered = Refused + Waiting + Kept + Unfit + GivenUp</c>.</summary>
/// <param name="Offered">Rows that the sender was told.</param>
/// <param name="Refused">Rows that it did not take, since too many waited, or the run had ended.</param>
/// <param name="Waiting">Rows of which it does not know yet that the run has them.</param>
/// <param name="Kept">Rows that the run has.</param>
/// <param name="Unfit">Rows that no run takes, or that are too large for a frame of Akka.Remote.</param>
/// <param name="GivenUp">Rows that it has given up. The run may have some of them: the answer was lost.</param>
/// <param name="Run">The run's actor; <c>null</c> while it has not been found.</param>
public sealed record SenderStatus(long Offered, long Refused, int Waiting, long Kept, long Unfit, long GivenUp, IActorRef? Run) : INoSerializationVerificationNeeded
{
    /// <summary>Values that do not travel, of rows that the sender took: images and others with files, in whose place a text arrives, and deferred ones, of which <c>null</c> arrives.</summary>
    public long ValuesLeft { get; init; }
}

/// <summary>Stops a sender once the run has all its rows, or after the wait. Answered by <see cref="SenderStopped"/>.</summary>
/// <param name="Wait">How long it tries at most; what is left then is given up. Less than 0 is 0, <see cref="Timeout.InfiniteTimeSpan"/> has no end.</param>
public sealed record StopSender(TimeSpan Wait) : INoSerializationVerificationNeeded;

/// <summary>A sender has stopped.</summary>
/// <param name="Status">Where its rows are.</param>
public sealed record SenderStopped(SenderStatus Status) : INoSerializationVerificationNeeded;

/// <summary>A sender has given rows up: published on the event stream of its actor system.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Rows">How many. The run may have some of them: the answer was lost.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record RowsGivenUp(string RunId, long Rows, string Reason) : INoSerializationVerificationNeeded;
