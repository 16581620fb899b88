using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Benchmarks.Writing;

/// <summary>What a run has left in its log: how many rows, how many bytes, and the numbers of some rows from all over it. Immutable.</summary>
internal sealed class WrittenLog
{
    private const int SampledRows = 20_000;

    private WrittenLog(long rows, long wrong, long bytes, List<double[]> sample) => (Rows, Wrong, Bytes, Sample) = (rows, wrong, bytes, sample);

    /// <summary>The history records.</summary>
    public long Rows { get; }

    /// <summary>How many rows are missing, are too many, or do not stand at the step that they were logged at.</summary>
    public long Wrong { get; }

    /// <summary>The length of the file.</summary>
    public long Bytes { get; }

    /// <summary>All numbers of each sampled row's record, in its order.</summary>
    public IReadOnlyList<double[]> Sample { get; }

    /// <param name="path">The log.</param>
    /// <param name="expected">How many rows were logged, without steps: the first is at step 0, and no two at one.</param>
    public static WrittenLog Read(string path, long expected)
    {
        using var log = TransactionLogReader.Open(path);
        var sample = new List<double[]>();
        var distance = Math.Max(1, expected / SampledRows);
        long rows = 0, misplaced = 0;
        while (log.Read(out var record) == ReadOutcome.Record)
        {
            if (!IsRow(record.Span))
                continue;

            if (rows++ % distance != 0)
                continue;

            var history = Record.Parser.ParseFrom(record.Span).History;
            misplaced += history.Step.Num == rows - 1 ? 0 : 1;
            sample.Add([.. history.Item.Select(item => JsonNumber.TryParse(System.Text.Encoding.UTF8.GetBytes(item.ValueJson), out var number) ? number : double.NaN)]);
        }

        return new WrittenLog(rows, misplaced + Math.Abs(expected - rows), new FileInfo(path).Length, sample);
    }

    // A record is its number, a varint, and then what it is.
    private static bool IsRow(ReadOnlySpan<byte> record)
    {
        var at = 1;
        while (at < record.Length && record[at] >= 0x80)
            at++;
        return record is [RecordEncoder.NumTag, ..] && at + 1 < record.Length && record[at + 1] == RecordEncoder.HistoryTag;
    }
}
