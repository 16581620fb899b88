using System.Runtime.CompilerServices;
using Akka.Actor;
using WandbActors.Actors;
using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors;

public sealed partial class Run
{
    private RowAdditions? _additions; // none in most runs

    /// <summary>
    /// Logs one row at the next step: <c>run.Log(("loss", 0.31), ("accuracy", 0.92))</c>. Costs about 0.1 µs and no allocation for
    /// numbers; any thread may call. Once it has returned, the row survives the process being killed. It never throws; what cannot be
    /// taken is counted in the <see cref="Ledger"/>.
    /// </summary>
    [OverloadResolutionPriority(1)] // decides for Log() without values, which several overloads would take
    public void Log(params ReadOnlySpan<(string Name, MetricValue Value)> values) => Append(values, null, commit: true);

    /// <summary>
    /// Logs into the row of this step, which stays open until a higher step, a commit or a flush comes. A step below the newest is
    /// written as a row of its own, and counted as late; one below 0 or above 2⁵³ is none, and the row stands at the next step, by itself.
    /// </summary>
    [OverloadResolutionPriority(1)]
    public void Log(long step, params ReadOnlySpan<(string Name, MetricValue Value)> values) => Append(values, step, commit: false);

    /// <summary>Logs into the open row: with <c>commit: false</c> it stays open and the next call joins it.</summary>
    [OverloadResolutionPriority(1)]
    public void Log(bool commit, params ReadOnlySpan<(string Name, MetricValue Value)> values) => Append(values, null, commit);

    /// <summary>Logs into the row of this step, and says whether the row is complete.</summary>
    [OverloadResolutionPriority(1)]
    public void Log(long step, bool commit, params ReadOnlySpan<(string Name, MetricValue Value)> values) => Append(values, step, commit);

    /// <summary>Logs one row at the next step under names from <see cref="Metric"/>: the fastest form.</summary>
    public void Log(params ReadOnlySpan<(Metric Metric, MetricValue Value)> values) => Append(values, null, commit: true);

    /// <summary>Logs into the row of this step, as the form with names does.</summary>
    public void Log(long step, params ReadOnlySpan<(Metric Metric, MetricValue Value)> values) => Append(values, step, commit: false);

    /// <summary>Logs into the open row, as the form with names does.</summary>
    public void Log(bool commit, params ReadOnlySpan<(Metric Metric, MetricValue Value)> values) => Append(values, null, commit);

    /// <summary>Logs into the row of this step, and says whether the row is complete.</summary>
    public void Log(long step, bool commit, params ReadOnlySpan<(Metric Metric, MetricValue Value)> values) => Append(values, step, commit);

    /// <summary>
    /// Logs the public properties of a record or anonymous object, or the entries of a dictionary, as one row. Nested ones become
    /// nested names. Allocates; the forms with tuples do not.
    /// </summary>
    /// <param name="row">What to log. Something that has no names, such as a text or a list, is refused and counted.</param>
    /// <param name="step">The step, or <c>null</c> for the next one.</param>
    /// <param name="commit">Whether the row is complete; <c>null</c>: it is, unless a step is given.</param>
    public void Log<T>(T row, long? step = null, bool? commit = null) where T : class
    {
        if (_session is not { } session)
            return;

        var began = session.Time.GetTimestamp();
        var isRow = RowConversion.TryRead(row, out var values, out var problem);
        session.Buffer.Counters.Habits.NoteCall(session.Time.GetElapsedTime(began), values is [var first, ..] ? first.Name : "");
        if (isRow)
            Append(values, step, commit ?? step is null);
        else
            Refuse(session, problem);
    }

    /// <summary>A name prepared for <c>Log</c>: found once, so that no call looks it up again. <c>null</c> is the empty name, as in <c>Log</c>.</summary>
    public Metric Metric(string? name) => _session?.Buffer.MetricOf(name ?? "") ?? new Metric(name ?? "", this, -1);

    private void Refuse(RunSession session, string problem)
    {
        session.Buffer.Counters.CountRefused(AppendOutcome.RefusedNotARow);
        Actor.Tell(new Remark(problem), ActorRefs.NoSender);
    }

    /// <summary>What joins the rows by itself. Not of a disabled run.</summary>
    internal RowAdditions Additions
    {
        get
        {
            if (_additions is null)
                Interlocked.CompareExchange(ref _additions, new RowAdditions(_session!.Buffer), null);
            return _additions;
        }
    }

    private void Append(ReadOnlySpan<(string, MetricValue)> values, long? step, bool commit)
    {
        if (_session is not { } session)
            return;

        if (_additions is { } additions)
            additions.Append(values, step, commit);
        else
            session.Buffer.Append(values, step, commit);
    }

    private void Append(ReadOnlySpan<(Metric, MetricValue)> values, long? step, bool commit)
    {
        if (_session is not { } session)
            return;

        if (_additions is { } additions)
            additions.Append(values, step, commit);
        else
            session.Buffer.Append(values, step, commit);
    }
}
