using System.Buffers;
using System.Text;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// The numbered lines that a run's terminals write, newest <see cref="MaxOpenLines"/> open to change. Older lines stay as they are and are
/// kept only until they have been taken, so memory is bounded by how often that is done.
/// </summary>
internal sealed class ConsoleLines
{
    /// <summary>What comes later to an older line is lost, as in the official client.</summary>
    public const int MaxOpenLines = ConsoleTerminal.Height;

    /// <summary>Characters; what goes beyond is cut off.</summary>
    public const int MaxLineLength = 4096;

    private readonly Queue<Line> _untaken = new();
    private readonly SortedDictionary<int, Line> _changed = [];
    private int _count;

    /// <summary>How many lines there have been.</summary>
    public int Count => _count;

    /// <summary>Whether a line has changed since <see cref="TakeChanges"/>.</summary>
    public bool IsChanged => _changed.Count > 0;

    /// <summary>A new line below all others.</summary>
    public Line Add(DateTime writtenAt, bool isError)
    {
        var line = new Line(_count++, writtenAt, isError);
        _untaken.Enqueue(line);
        _changed.Add(line.Number, line);
        return line;
    }

    public void Put(Line line, int column, Rune character)
    {
        if (IsOpen(line) && line.Put(column, character))
            _changed[line.Number] = line;
    }

    /// <summary>The lines that have changed since the last call, by number.</summary>
    public IReadOnlyList<ConsoleLine> TakeChanges()
    {
        var changes = _changed.Values.Select(line => new ConsoleLine(line.Number, line.WrittenAt, line.IsError, line.ToString())).ToList();
        _changed.Clear();
        return changes;
    }

    /// <summary>
    /// Moves the plain text of the lines that nothing can change any more, with <paramref name="isLast"/> of all lines, behind what the
    /// calls before have moved: together that is the run's <c>output.log</c>.
    /// </summary>
    public void TakeText(IBufferWriter<byte> destination, bool isLast)
    {
        while (_untaken.TryPeek(out var line) && (isLast || !IsOpen(line)))
        {
            Encoding.UTF8.GetBytes(_untaken.Dequeue().ToString(), destination);
            destination.Write("\n"u8);
        }
    }

    private bool IsOpen(Line line) => line.Number >= _count - MaxOpenLines;

    /// <summary>A line that terminals may still write to.</summary>
    internal sealed class Line(int number, DateTime writtenAt, bool isError)
    {
        private static readonly Rune Blank = new(' ');
        private readonly List<Rune> _characters = [];

        public int Number { get; } = number;

        public DateTime WrittenAt { get; } = writtenAt;

        public bool IsError { get; } = isError;

        /// <summary>Writes a character, over the one that is there; false if that changes nothing.</summary>
        public bool Put(int column, Rune character)
        {
            if (column >= MaxLineLength)
                return false;

            while (_characters.Count <= column)
                _characters.Add(Blank);
            if (_characters[column] == character)
                return false;

            _characters[column] = character;
            return true;
        }

        public override string ToString()
        {
            var text = new StringBuilder(_characters.Count);
            Span<char> units = stackalloc char[2];
            foreach (var character in _characters)
                text.Append(units[..character.EncodeToUtf16(units)]);
            return text.ToString();
        }
    }
}
