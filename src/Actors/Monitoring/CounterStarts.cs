using System.Collections.Concurrent;

namespace WandbActors.Actors.Monitoring;

/// <summary>Where the machine's counters stood when the run first saw them: W&amp;B wants what has been added since. Outlives its sensors. Any thread.</summary>
internal sealed class CounterStarts
{
    private readonly ConcurrentDictionary<string, long> _starts = new();

    /// <summary>What has been added to a counter since it was first seen; nothing if it has begun anew below that.</summary>
    public long Since(string counter, long value) => Math.Max(value - _starts.GetOrAdd(counter, value), 0);
}
