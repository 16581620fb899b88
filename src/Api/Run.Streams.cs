using WandbActors.Persistence.Buffering;

namespace WandbActors;

public sealed partial class Run
{
    /// <summary>Logs without ever waiting; who finds no room comes again, and is not counted before.</summary>
    internal AppendOutcome TryLog(ReadOnlySpan<(string Name, MetricValue Value)> values, long? step, bool commit)
    {
        if (_session is not { } session)
            return AppendOutcome.Accepted;

        var outcome = session.Buffer.Append(values, step, commit, mayWait: false);
        if (outcome is AppendOutcome.RefusedFull or AppendOutcome.RefusedByDisk)
            session.Buffer.Counters.ForgetRefused(outcome);
        return outcome;
    }

    /// <inheritdoc cref="TryLog(ReadOnlySpan{ValueTuple{string, MetricValue}}, long?, bool)"/>
    internal AppendOutcome TryLog(LogRow row) =>
        TryLog(row.Values.IsDefault ? [] : [.. row.Values.Select(value => (value.Key, value.Value))], row.Step, row.Commit ?? row.Step is null);
}
