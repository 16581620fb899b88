using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using WandbActors.Testing;

namespace WandbActors.Benchmarks.Serving;

/// <summary>Counts the rows of each run as they arrive. Row k of a run must say that it stands at step k. Any thread.</summary>
internal sealed class ArrivedRows : IHistoryReader
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _runs = [];
    private long _repeated;
    private long _wrong;

    /// <summary>What has arrived so far.</summary>
    public Arrivals Count()
    {
        lock (_lock)
            return new Arrivals(_runs.Values.Sum(rows => (long)rows), _repeated, _wrong, _runs.Count);
    }

    public void Take(string run, int offset, JsonElement lines)
    {
        var wrong = 0;
        var next = offset;
        foreach (var line in lines.EnumerateArray())
            wrong += IsAt(next++, JsonMarshal.GetRawUtf8Value(line)) ? 0 : 1;

        lock (_lock)
        {
            var arrived = _runs.GetValueOrDefault(run);
            _wrong += wrong + Math.Max(0, offset - arrived); // a gap
            _repeated += Math.Max(0, Math.Min(arrived, next) - offset);
            _runs[run] = Math.Max(arrived, next);
        }
    }

    // The line is a text in JSON, so its quotes are escaped. No text is made of it: this process has the same processors as the one that is measured.
    private static bool IsAt(int step, ReadOnlySpan<byte> line)
    {
        var name = line.LastIndexOf("_step"u8);
        if (name < 0)
            return false;

        var rest = line[name..];
        var colon = rest.IndexOf((byte)':');
        return colon > 0 && Utf8Parser.TryParse(rest[(colon + 1)..], out int number, out _) && number == step;
    }
}
