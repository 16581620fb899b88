using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Actors.Assembling;

/// <summary>What the runtime writes behind the values of every row: the names that W&amp;B keeps for itself, and the step.</summary>
internal static class RowTail
{
    /// <summary>A larger row is warned of: charts of such rows are slow, and at 10 MB W&amp;B's servers refuse them.</summary>
    public const int LargeRowBytes = 4 << 20;

    public static readonly EncodedKey Step = new(new MetricPath("_step"));
    public static readonly EncodedKey Timestamp = new(new MetricPath("_timestamp"));
    public static readonly EncodedKey Runtime = new(new MetricPath("_runtime"));

    /// <summary>Ends the open history record, the one with these values.</summary>
    public static void Write(long step, double runtime, RowValues values, KeyBook keys, EncodedBatch batch, bool isLate)
    {
        batch.AddNumber(Runtime, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(runtime));
        batch.AddNumber(Timestamp, MetricValueKind.Float64, BitConverter.DoubleToInt64Bits(values.Timestamp));
        batch.AddNumber(Step, MetricValueKind.Int64, step);
        batch.EndHistory(step, isLate);
        if (batch[^1].Length > LargeRowBytes)
            values.Remarks.Say("a large row", DescribeLarge(batch[^1].Length, step, values, keys));
    }

    private static string DescribeLarge(int bytes, long step, RowValues values, KeyBook keys)
    {
        var longest = values.LongestKey < 0 ? "" : $", most of it \"{keys[values.LongestKey].Encoded}\"";
        return $"The row at step {step} has {bytes / 1e6:N1} MB{longest}: log large values seldom, or as a file of their own (Table, Artifact); a line of more "
            + "than 10 MB reaches the server without its longest values";
    }
}
