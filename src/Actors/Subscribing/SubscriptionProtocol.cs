using Akka.Actor;

namespace WandbActors;

/// <summary>
/// Subscribes an actor to the news of a run, told to its actor: answered by <see cref="RunStarted"/>. Or to those of all runs of a system, living and to come, told to
/// <c>WandbExtension.For(system).Runs</c>: answered by <see cref="RunList"/>, and <see cref="RunStarted"/> follows for each new one. The news
/// are <see cref="RowsWritten"/>, <see cref="UploadStalled"/>, <see cref="UploadResumed"/>, <see cref="LogStalled"/>, <see cref="LogResumed"/>, and as the last one <see cref="RunFinished"/>.
/// </summary>
/// <param name="Subscriber">Who is told. It is watched: when it stops, its subscription ends.</param>
public sealed record SubscribeToRuns(IActorRef Subscriber) : IRunMessage;

/// <summary>Ends a subscription: to one run, or to all runs, also where it was to one of them. Some news may be on their way. Not answered.</summary>
/// <param name="Subscriber">Who was told.</param>
public sealed record UnsubscribeFromRuns(IActorRef Subscriber) : IRunMessage;

/// <summary>Rows have been written to a run's log. Told with the first rows and then at most five times a second.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Rows">How many rows are in the log by now: <see cref="Ledger.InLog"/>.</param>
/// <param name="NewestStep">The highest step among them; <c>null</c> while all of them are without a value.</param>
public sealed record RowsWritten(string RunId, long Rows, long? NewestStep) : IRunMessage;

/// <summary>A run is not being sent: the server is away, asks to wait, or has refused for good. The log goes on growing.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Since">From when on.</param>
/// <param name="IsForGood">Whether nothing more will be sent: <see cref="UploadState.Stopped"/>.</param>
public sealed record UploadStalled(string RunId, string Reason, DateTimeOffset Since, bool IsForGood) : IRunMessage;

/// <summary>A run that was not being sent is sent again.</summary>
/// <param name="RunId">The run's id.</param>
public sealed record UploadResumed(string RunId) : IRunMessage;

/// <summary>
/// A run's log is not being written: the disk is full, refuses, or has not answered for 5 s. Rows wait in the memory buffer, and are refused when that is
/// full. It is tried again without limit.
/// </summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Since">When that was noticed.</param>
public sealed record LogStalled(string RunId, string Reason, DateTimeOffset Since) : IRunMessage;

/// <summary>A log that was not being written is written again.</summary>
/// <param name="RunId">The run's id.</param>
public sealed record LogResumed(string RunId) : IRunMessage;
