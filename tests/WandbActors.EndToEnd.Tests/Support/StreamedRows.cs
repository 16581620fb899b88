using WandbActors.Persistence.TransactionLog;

namespace WandbActors.EndToEnd.Tests.Support;

/// <summary>The rows of a log too long to be kept in memory, which the plain reader does: by the product's own reader, one after the other.</summary>
internal static class StreamedRows
{
    /// <summary>Each row's numbers and its <c>_step</c>. The log must be whole.</summary>
    public static IEnumerable<Dictionary<string, TNumber>> In<TNumber>(string path, Func<string, TNumber> parse)
    {
        using var reader = TransactionLogReader.Open(path);
        ReadOutcome outcome;
        while ((outcome = reader.Read(out var bytes)) == ReadOutcome.Record)
        {
            if (Persistence.Records.Record.Parser.ParseFrom(bytes.Span).History is { } history)
            {
                yield return history.Item
                    .Where(item => !item.Key.StartsWith('_') || item.Key == "_step")
                    .ToDictionary(item => item.Key, item => parse(item.ValueJson));
            }
        }

        Assert.Equal(ReadOutcome.End, outcome);
    }
}
