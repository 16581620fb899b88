using System.Collections.Immutable;

namespace WandbActors;

/// <summary>A message of a run's public protocol: what any actor, in this process or another, may tell <c>run.Actor</c>, and the replies.</summary>
public interface IRunMessage;

/// <summary>
/// Logs one row, as <c>run.Log</c> does. Answered only when the row was refused, by <see cref="RowRefused"/>; a row with a <see cref="Number"/> is always
/// answered, else by <see cref="RowKept"/> or <see cref="RowMissing"/>.
/// </summary>
/// <param name="Values">The row's values by name.</param>
/// <param name="Step">The step, or <c>null</c> for the next one.</param>
/// <param name="Commit">Whether the row is complete; <c>null</c>: it is, unless a step is given.</param>
public sealed record LogRow(ImmutableArray<KeyValuePair<string, MetricValue>> Values, long? Step = null, bool? Commit = null) : IRunMessage
{
    /// <summary>Logs one row of these values at the next step.</summary>
    public LogRow(params ReadOnlySpan<(string Name, MetricValue Value)> values) : this(Pairs(values)) { }

    /// <summary>
    /// Which row of which producer it is: then it is kept once, however often it is told, and not before those that its producer numbered before it.
    /// <c>null</c> by default: every message is a row.
    /// </summary>
    public RowNumber? Number { get; init; }

    private static ImmutableArray<KeyValuePair<string, MetricValue>> Pairs(ReadOnlySpan<(string Name, MetricValue Value)> values)
    {
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, MetricValue>>(values.Length);
        foreach (var (name, value) in values)
            pairs.Add(new(name, value));
        return pairs.MoveToImmutable();
    }
}

/// <summary>A row was not taken. It is counted as refused, unless it has a number and may be told again.</summary>
/// <param name="Reason">Why, for people.</param>
/// <param name="Kind">Why, for the sender.</param>
/// <param name="Number">Which row it was; <c>null</c> for one without a number.</param>
public sealed record RowRefused(string Reason, RowRefusal Kind, RowNumber? Number = null) : IRunMessage;

/// <summary>All of a producer's rows up to a number are in the run's memory buffer, which outlives the process: this one need not be told again.</summary>
/// <param name="Producer">The producer.</param>
/// <param name="Sequence">The number.</param>
/// <param name="Unfit">How many of them are not there, since no run takes them (<see cref="RowRefusal.Unfit"/>).</param>
public sealed record RowKept(string Producer, long Sequence, long Unfit = 0) : IRunMessage;

/// <summary>A row was not taken, since one before it has not come: both, and all behind that one, are to be told again, in order.</summary>
/// <param name="Producer">The producer.</param>
/// <param name="Sequence">The number of the row that the run waits for.</param>
public sealed record RowMissing(string Producer, long Sequence) : IRunMessage;

/// <summary>Raises an alert, as <c>run.Alert</c> does.</summary>
/// <param name="Title">What it is about; at most 63 characters of it are kept. Within the wait the server passes on one alert of a title.</param>
/// <param name="Text">What there is to say; at most 16,384 characters of it are kept.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="WaitDuration">How long the server holds back further alerts of this title; <c>null</c>: 1 minute.</param>
public sealed record RaiseAlert(string Title, string Text, AlertLevel Level = AlertLevel.Info, TimeSpan? WaitDuration = null) : IRunMessage;

/// <summary>Tells the server at once that the machine is about to be taken away, as <c>run.MarkPreempting</c> does.</summary>
public sealed record MarkPreempting : IRunMessage;

/// <summary>Changes what people see of the run, as the properties of <c>run</c> do. What is <c>null</c> stays as it is; empty takes away.</summary>
public sealed record ChangeRun : IRunMessage
{
    /// <summary>The run's name for people.</summary>
    public string? Name { get; init; }

    /// <summary>A longer description, in Markdown.</summary>
    public string? Notes { get; init; }

    /// <summary>All of the run's tags, each of 1 to 64 characters: a wrong one is left out.</summary>
    public IReadOnlyList<string>? Tags { get; init => field = value?.ToArray(); }

    /// <summary>The experiment that the run is one part of.</summary>
    public string? Group { get; init; }

    /// <summary>What the run does in its group.</summary>
    public string? JobType { get; init; }
}

/// <summary>Asks that everything logged so far reach <paramref name="Target"/>. Answered by <see cref="RunFlushed"/> once it has.</summary>
/// <param name="Target">How far.</param>
public sealed record FlushRun(FlushTarget Target) : IRunMessage;

/// <summary>Everything that was logged before the flush was asked for has reached its target, or never will.</summary>
/// <param name="Target">How far it was to go.</param>
/// <param name="Problem">Why it did not get there; <c>null</c> when it did.</param>
public sealed record RunFlushed(FlushTarget Target, string? Problem) : IRunMessage;

/// <summary>Ends the run. Answered by <see cref="RunFinished"/> within the finish timeout.</summary>
/// <param name="ExitCode">0 for success; anything else marks the run as failed.</param>
public sealed record FinishRun(int ExitCode = 0) : IRunMessage;

/// <summary>The run has ended.</summary>
/// <param name="Status">Where everything is.</param>
public sealed record RunFinished(RunStatus Status) : IRunMessage;

/// <summary>Asks how a run is doing. Answered by <see cref="RunStatus"/>.</summary>
public sealed record GetRunStatus : IRunMessage;

/// <summary>How a run is doing.</summary>
/// <param name="RunId">The run's id.</param>
/// <param name="Ledger">Where its rows are.</param>
/// <param name="Upload">How sending goes.</param>
/// <param name="Problem">The newest trouble with the disk or the server, for people; <c>null</c> when there is none.</param>
public sealed record RunStatus(string RunId, Ledger Ledger, UploadState Upload, string? Problem) : IRunMessage;

/// <summary>
/// Somebody asked, in the web interface, that the run stop: published once for a run on the event stream of its actor system, for those
/// who conduct the program.
/// </summary>
/// <param name="RunId">The run's id.</param>
public sealed record RunStopRequested(string RunId) : IRunMessage;
