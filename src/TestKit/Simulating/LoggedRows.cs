using System.Text;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;
using WandbActors.Persistence.TransactionLog;

namespace WandbActors.TestKit;

/// <summary>The rows of a log, read from its file.</summary>
internal sealed class LoggedRows(string path)
{
    /// <summary>The first so many rows: behind them may stand what a failing disk has taken of a batch that will be written again.</summary>
    public IReadOnlyList<RecordedRow> Read(long count)
    {
        var rows = new List<RecordedRow>();
        if (count == 0)
            return rows;

        using var reader = TransactionLogReader.Open(path);
        while (rows.Count < count && reader.Read(out var bytes) == ReadOutcome.Record)
        {
            if (Record.Parser.ParseFrom(bytes.Span).History is { } history)
                rows.Add(new RecordedRow(Encoding.UTF8.GetString(HistoryLine.Of(history).Span)));
        }

        return rows;
    }
}
