using System.Collections.Immutable;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Actors;

/// <summary>Puts the rows that actors tell a run into its ring, without ever waiting for room.</summary>
internal static class RowIntake
{
    /// <summary>Appends the row; the answer for its sender when it was refused, else <c>null</c>.</summary>
    public static RowRefused? Append(LogRow row, RowBuffer ring)
    {
        var outcome = ring.Append(Pairs(row.Values), row.Step, row.Commit ?? row.Step is null, mayWait: false);
        return outcome == AppendOutcome.Accepted ? null : new RowRefused(Describe(outcome));
    }

    private static (string, MetricValue)[] Pairs(ImmutableArray<KeyValuePair<string, MetricValue>> values) =>
        values.IsDefault ? [] : [.. values.Select(pair => (pair.Key, pair.Value))];

    private static string Describe(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.RefusedFull => "the row buffer is full: the log cannot be written as fast as rows come",
        AppendOutcome.RefusedClosed => "the run has ended",
        AppendOutcome.RefusedTooLarge => "the row is larger than any row may be",
        _ => "the row is too large for the row buffer, and the disk refused its file",
    };
}
