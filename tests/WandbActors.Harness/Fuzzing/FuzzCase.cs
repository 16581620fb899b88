using System.Diagnostics;

namespace WandbActors.Harness.Fuzzing;

/// <summary>Runs one case within its bounds.</summary>
internal static class FuzzCase
{
    /// <summary>A case that takes longer hangs. The machine may be busy with other things.</summary>
    public static readonly TimeSpan TimeBound = TimeSpan.FromSeconds(10);

    /// <summary>What a case may allocate beyond its file's size: a block of the log, a segment table, a few small objects for each problem.</summary>
    public const long MaxAllocatedOverFile = 64 * 1024;

    /// <summary>Throws if the case breaks a bound; whatever it throws itself passes through.</summary>
    public static void Run(FuzzTally tally, long fileBytes, Func<string> read)
    {
        var began = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = read();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before - fileBytes;
        var took = Stopwatch.GetElapsedTime(began);

        tally.Add(outcome, took, allocated);
        if (took > TimeBound)
            throw new InvalidOperationException($"it took {took}");
        if (allocated > MaxAllocatedOverFile)
            throw new InvalidOperationException($"it allocated {allocated:N0} bytes more than the file has");
    }
}
