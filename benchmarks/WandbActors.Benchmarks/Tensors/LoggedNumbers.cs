using System.Globalization;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.Benchmarks.Tensors;

/// <summary>The numbers that a log holds under one name, row by row; NaN, which JSON has no number for, stands there as a text.</summary>
internal static class LoggedNumbers
{
    public static IEnumerable<double> Read(string logPath, string name)
    {
        using var log = TransactionLogReader.Open(logPath);
        while (log.Read(out var bytes) == ReadOutcome.Record)
        {
            if (Record.Parser.ParseFrom(bytes.Span).History?.Item.FirstOrDefault(item => item.Key == name) is { } item)
                yield return double.Parse(item.ValueJson.Trim('"'), CultureInfo.InvariantCulture);
        }
    }
}
