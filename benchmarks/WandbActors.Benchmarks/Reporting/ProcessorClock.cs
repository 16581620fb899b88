using System.Runtime.InteropServices;

namespace WandbActors.Benchmarks.Reporting;

/// <summary>Processor time in nanoseconds, as Linux counts it: what a thread or the process really ran, waiting left out.</summary>
internal static partial class ProcessorClock
{
    private const int OfProcess = 2; // CLOCK_PROCESS_CPUTIME_ID
    private const int OfThread = 3; // CLOCK_THREAD_CPUTIME_ID
    private const int OfEndedChildren = -1; // RUSAGE_CHILDREN

    /// <summary>Of all threads of the process, those that have ended included.</summary>
    public static long Process => Read(OfProcess);

    /// <summary>Of the calling thread.</summary>
    public static long Thread => Read(OfThread);

    /// <summary>Of all processes that this one has started and that have ended, and of theirs.</summary>
    public static long EndedChildren => GetUsage(OfEndedChildren, out var usage) == 0
        ? ((usage.UserSeconds + usage.SystemSeconds) * 1_000_000_000) + ((usage.UserMicroseconds + usage.SystemMicroseconds) * 1000)
        : throw new PlatformNotSupportedException("no usage of processes");

    private static long Read(int clock) =>
        GetTime(clock, out var time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : throw new PlatformNotSupportedException("no processor clock");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeOfClock time);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, out Usage usage);

    // The 14 figures behind these are not looked at.
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }

    private struct TimeOfClock
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
