namespace WandbActors.Harness.Fuzzing;

/// <summary>How the cases of a fuzzing run ended, and the worst of each.</summary>
internal sealed class FuzzTally
{
    private readonly SortedDictionary<string, long> _outcomes = new(StringComparer.Ordinal);

    public long Cases { get; private set; }

    public TimeSpan Longest { get; private set; }

    /// <summary>The most bytes a case allocated, less those of its file.</summary>
    public long MostAllocatedOverFile { get; private set; } = long.MinValue;

    public void Add(string outcome, TimeSpan took, long allocatedOverFile)
    {
        Cases++;
        Count(outcome);
        Longest = took > Longest ? took : Longest;
        MostAllocatedOverFile = Math.Max(MostAllocatedOverFile, allocatedOverFile);
    }

    /// <summary>Counts something beside the outcome.</summary>
    public void Count(string what, long times = 1) => _outcomes[what] = _outcomes.GetValueOrDefault(what) + times;

    public long Of(string what) => _outcomes.GetValueOrDefault(what);

    public void Print(TextWriter output)
    {
        foreach (var (outcome, count) in _outcomes)
            output.WriteLine($"{outcome,-58} {count,12:N0}");
        output.WriteLine($"{"longest case, ms",-58} {Longest.TotalMilliseconds,12:N1}");
        output.WriteLine($"{"most bytes allocated beyond the file's size",-58} {MostAllocatedOverFile,12:N0}");
    }
}
