using System.Text.Json;
using WandbActors.Cli.Reading;
using WandbActors.Cli.Showing;
using WandbActors.Persistence.Records;

namespace WandbActors.Cli.Tailing;

/// <summary>
/// What <c>tail</c> prints: at first the newest lines of what is there, then each that comes. One thread.
/// </summary>
internal sealed class TailLines(TextWriter output, int count, bool isJson, bool hasConsole)
{
    private readonly Queue<string> _newest = new();
    private ConsoleText _stdout = new(), _stderr = new();
    private bool _isLive;

    /// <summary>Whether there are as many lines as are wanted of what is there.</summary>
    public bool AreAllThere => _newest.Count >= count;

    /// <summary>What is there is read once more, from further back.</summary>
    public void BeginAnew()
    {
        _newest.Clear();
        (_stdout, _stderr) = (new ConsoleText(), new ConsoleText());
    }

    public void Add(LoggedRow row) => Add(isJson ? StrictJson.Of(writer => RowJson.Write(writer, row)) : Say(row));

    public void Add(OutputRawRecord record)
    {
        var isError = record.OutputType == OutputRawRecord.Types.OutputType.Stderr;
        foreach (var line in hasConsole ? (isError ? _stderr : _stdout).Take(record.Line) : [])
            Add(isJson ? StrictJson.Of(writer => Write(writer, line, isError)) : RunPictureText.Plain(line));
    }

    /// <summary>What is there has been read: what comes from now on is printed as it comes.</summary>
    public void Flush()
    {
        _isLive = true;
        while (_newest.TryDequeue(out var line))
            output.WriteLine(line);
        output.Flush();
    }

    private void Add(string line)
    {
        if (_isLive)
        {
            output.WriteLine(line);
            return;
        }

        _newest.Enqueue(line);
        if (_newest.Count > count)
            _newest.Dequeue();
    }

    private static string Say(LoggedRow row) => string.Join("  ", row.Cells
        .Where(cell => row.Names[cell.Column] is not ['_', ..])
        .Select(cell => $"{RunPictureText.Plain(row.Names[cell.Column])} {Say(cell)}")
        .Prepend($"step {row.Step?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"}"));

    private static string Say(Cell cell) => cell.Kind switch
    {
        CellKind.Number when cell.TryGetNumber(out var number) => RunPictureText.Number(number),
        CellKind.Text => RunPictureText.Plain(cell.Text),
        _ => RunPictureText.Plain(cell.Json),
    };

    private static void Write(Utf8JsonWriter writer, string line, bool isError)
    {
        writer.WriteStartObject();
        writer.WriteString("line", line);
        writer.WriteBoolean("stderr", isError);
        writer.WriteEndObject();
    }
}
