using System.Text;

namespace WandbActors.Cli.Exporting;

/// <summary>
/// CSV (RFC 4180, UTF-8): a first reading finds the columns, a second writes the rows. A value that is not there is nothing between two commas; a text that
/// is empty, or looks like a number, stands in quotes.
/// </summary>
internal sealed class CsvFormat : IExportFormat
{
    private const int BufferChars = 1 << 15;

    public bool IsPipeable => true;

    public string FileNameOf(RunRows rows, string name) => $"{name}.csv";

    public async Task WriteAsync(RunRows rows, Stream stream)
    {
        var count = rows.Read().LongCount();
        var columns = rows.Names.Count;
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferChars, leaveOpen: true) { NewLine = "\n" };
        for (var column = 0; column < columns; column++)
            WriteField(writer, column, CsvText.Quoted(rows.Names[column], CsvText.NeedsQuotes(rows.Names[column])));
        writer.WriteLine();

        foreach (var row in rows.Read(count))
        {
            for (var column = 0; column < columns; column++)
                WriteField(writer, column, CsvText.Of(row.Values, column));
            writer.WriteLine();
        }
    }

    private static void WriteField(StreamWriter writer, int column, string text)
    {
        if (column > 0)
            writer.Write(',');
        writer.Write(text);
    }
}
