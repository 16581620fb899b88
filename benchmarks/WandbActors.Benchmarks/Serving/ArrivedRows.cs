using System.Text.Json;
using WandbActors.Testing;

namespace WandbActors.Benchmarks.Serving;

/// <summary>Counts the rows of each run as they arrive. Row k of a run must say that it stands at step k. Any thread.</summary>
internal sealed class ArrivedRows : IHistoryReader
{
    private const string Step = "\"_step\":";

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
            wrong += IsAt(next++, line.GetString()!) ? 0 : 1;

        lock (_lock)
        {
            var arrived = _runs.GetValueOrDefault(run);
            _wrong += wrong + Math.Max(0, offset - arrived); // a gap
            _repeated += Math.Max(0, Math.Min(arrived, next) - offset);
            _runs[run] = Math.Max(arrived, next);
        }
    }

    private static bool IsAt(int step, string line)
    {
        var at = line.LastIndexOf(Step, StringComparison.Ordinal);
        return at >= 0 && line.AsSpan(at + Step.Length) is var rest
            && int.TryParse(rest[..rest.IndexOfAny(',', '}')], out var number) && number == step;
    }
}
