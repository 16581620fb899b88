using System.Text;

namespace WandbActors.Cli.Reading;

/// <summary>The names of a run's values, numbered by their first appearance behind those that every row has. One thread.</summary>
internal sealed class ColumnNames
{
    public const int Step = 0, Runtime = 1, Timestamp = 2;

    private const int MaxStackChars = 256;

    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly List<string> _names = [];

    public ColumnNames()
    {
        _bySpan = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var name in (string[])["_step", "_runtime", "_timestamp"])
            NumberOf(name);
    }

    public int Count => _names.Count;

    public string this[int number] => _names[number];

    public int NumberOf(ReadOnlySpan<byte> utf8)
    {
        Span<char> letters = utf8.Length <= MaxStackChars ? stackalloc char[MaxStackChars] : new char[utf8.Length];
        return NumberOf(letters[..Encoding.UTF8.GetChars(utf8, letters)]);
    }

    public int NumberOf(ReadOnlySpan<char> name)
    {
        if (_bySpan.TryGetValue(name, out var number))
            return number;

        _names.Add(name.ToString());
        return _numbers[_names[^1]] = _names.Count - 1;
    }
}
