using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using WandbActors.Testing;

namespace WandbActors.Harness.Outages;

/// <summary>
/// The history lines that have arrived. Row k of the trainer says that it is row k; a line that is sent again must be the same. One
/// request at a time.
/// </summary>
internal sealed class ArrivedLines : IHistoryReader
{
    private readonly List<ulong> _lines = []; // 8 bytes for each line of five million
    private readonly List<string> _problems = [];

    public int Count => _lines.Count;

    /// <summary>Lines that came again, and were the same.</summary>
    public int Repeated { get; private set; }

    public IReadOnlyList<string> Problems => _problems;

    public void Take(string run, int offset, JsonElement lines)
    {
        if (offset > _lines.Count)
            _problems.Add($"a gap: {_lines.Count} lines had arrived, and the next offset was {offset}");
        foreach (var line in lines.EnumerateArray())
            Take(offset++, line.GetString()!);
    }

    private void Take(int number, string line)
    {
        var hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(line));
        if (number < _lines.Count)
        {
            Repeated++;
            if (_lines[number] != hash)
                _problems.Add($"line {number} was rewritten");
            return;
        }

        if (!line.StartsWith($$"""{"row":{{number}},""", StringComparison.Ordinal))
            _problems.Add($"line {number} is {line}");
        _lines.Add(hash);
    }
}
