using System.Text;

namespace WandbActors.Cli.Importing;

/// <summary>Reads CSV (RFC 4180): fields in quotes may hold commas, line ends, and quotes twice. Empty lines are passed over. One thread.</summary>
internal sealed class CsvReader(TextReader reader)
{
    private const char Quote = '"';
    private const int MaxFieldLength = 64 << 20; // a quote that never ends must not take the memory

    private readonly List<CsvField> _fields = [];
    private readonly StringBuilder _text = new();

    /// <summary>The line at which the last record began, from 1.</summary>
    public long Line { get; private set; }

    private long _nextLine = 1;

    /// <summary>The next record's fields, valid until the next; <c>null</c> at the end.</summary>
    /// <exception cref="InvalidDataException">A quote is never closed.</exception>
    public IReadOnlyList<CsvField>? Read()
    {
        while (reader.Peek() is '\r' or '\n')
            _ = TakeEnd();
        if (reader.Peek() < 0)
            return null;

        _fields.Clear();
        Line = _nextLine;
        do
        {
            _fields.Add(reader.Peek() == Quote ? ReadQuoted() : ReadPlain());
        }
        while (TryTake(','));
        _ = TakeEnd();
        return _fields;
    }

    private CsvField ReadPlain()
    {
        _text.Clear();
        while (reader.Peek() is >= 0 and not ',' and not '\r' and not '\n')
            Append((char)reader.Read());
        return new CsvField(_text.ToString(), IsQuoted: false);
    }

    private CsvField ReadQuoted()
    {
        _text.Clear();
        reader.Read();
        while (true)
        {
            var next = reader.Read();
            if (next < 0)
                throw new InvalidDataException($"the quote that begins in line {Line} is never closed");
            if (next == '\n')
                _nextLine++;
            if (next == Quote && !TryTake(Quote))
                return new CsvField(_text.ToString(), IsQuoted: true);
            Append((char)next);
        }
    }

    private void Append(char letter)
    {
        if (_text.Length == MaxFieldLength)
            throw new InvalidDataException($"a field in line {Line} is longer than {MaxFieldLength} letters");
        _text.Append(letter);
    }

    private bool TryTake(char letter)
    {
        if (reader.Peek() != letter)
            return false;
        reader.Read();
        return true;
    }

    // A line's end, of either kind. What stands behind a closing quote belongs to nothing and is left out.
    private bool TakeEnd()
    {
        while (reader.Peek() is >= 0 and not '\n')
            reader.Read();
        _nextLine++;
        return TryTake('\n');
    }
}
