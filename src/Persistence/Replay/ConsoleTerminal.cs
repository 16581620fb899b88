using System.Text;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// Enough of a terminal to make progress bars one line: a window of <see cref="Height"/> lines in which carriage return, line feed and the
/// sequences ESC[A and ESC[B move the cursor. Every other escape is text. A line comes to be when its first character, or one below it, is
/// written.
/// </summary>
internal sealed class ConsoleTerminal(ConsoleLines lines, bool isError)
{
    /// <summary>Lines in the window; the cursor cannot go back beyond it.</summary>
    public const int Height = 32;

    private const char Escape = '\u001b';

    private readonly List<ConsoleLines.Line> _window = [];
    private int _row;
    private int _column;
    private string _pending = "";

    /// <summary>Writes output that came at this time. A sequence may begin in one text and end in the next.</summary>
    public void Write(string text, DateTime time)
    {
        foreach (var character in text.EnumerateRunes())
            Write(character, time);
    }

    private void Write(Rune character, DateTime time)
    {
        switch (_pending, character.Value)
        {
            case ("\u001b", '['):
                _pending = "\u001b[";
                return;
            case ("\u001b[", 'A'):
                _pending = "";
                _row = Math.Max(_row - 1, 0);
                return;
            case ("\u001b[", 'B'):
                _pending = "";
                MoveDown();
                return;
        }

        foreach (var skipped in _pending)
            Put(new Rune(skipped), time);
        _pending = "";

        switch (character.Value)
        {
            case Escape:
                _pending = "\u001b";
                break;
            case '\r':
                _column = 0;
                break;
            case '\n':
                _column = 0;
                MoveDown();
                break;
            default:
                Put(character, time);
                break;
        }
    }

    private void Put(Rune character, DateTime time)
    {
        while (_window.Count <= _row)
            _window.Add(lines.Add(time, isError));

        lines.Put(_window[_row], _column++, character);
    }

    private void MoveDown()
    {
        if (++_row < Height)
            return;

        _row--;
        if (_window.Count > 0)
            _window.RemoveAt(0);
    }
}
