using System.Text;

namespace WandbActors.Cli.Tailing;

/// <summary>
/// The whole lines of a stream that a program printed in pieces. Of a line that was written over, as by a progress bar, the last state counts. One thread.
/// </summary>
internal sealed class ConsoleText
{
    private const int MaxLineLength = 1 << 16; // a program that never ends its line must not fill the memory

    private readonly StringBuilder _open = new();

    /// <summary>Takes the next piece, and gives the lines that are whole with it.</summary>
    public IReadOnlyList<string> Take(string piece)
    {
        var lines = new List<string>();
        var parts = piece.Split('\n');
        foreach (var part in parts[..^1])
        {
            Append(part);
            lines.Add(TakeLine());
        }

        Append(parts[^1]);
        return lines;
    }

    private void Append(string part)
    {
        if (_open.Length < MaxLineLength)
            _open.Append(part);
    }

    private string TakeLine()
    {
        var line = _open.ToString().TrimEnd('\r');
        _open.Clear();
        return line[(line.LastIndexOf('\r') + 1)..];
    }
}
