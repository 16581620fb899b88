using System.Runtime.InteropServices;

namespace WandbActors.Ending;

/// <summary>
/// Ends the runs that the program has not finished when its process ends, within <c>wandb.finish.exit-timeout</c>; the process then ends
/// with its own status. Hooked in once for a process, at its first run. What ends it without a word (SIGKILL, FailFast) leaves the rows
/// to the ring's file.
/// </summary>
/// <remarks>
/// Signals are looked after for the runs in the process's own actor system: whoever has a system of his own decides what a signal means. A program
/// that outlives a signal (<c>Cancel = true</c>) keeps its runs if its handler was added after its first run, since .NET calls the newest first.
/// </remarks>
internal static class ProcessEnd
{
    private const int Crashed = 1;

    // As shells count: 128 and the signal's number.
    private static readonly (PosixSignal Signal, int ExitCode)[] Signals =
        [(PosixSignal.SIGHUP, 129), (PosixSignal.SIGINT, 130), (PosixSignal.SIGQUIT, 131), (PosixSignal.SIGTERM, 143)];

    private static readonly Lazy<PosixSignalRegistration[]> Hooks = new(Hook); // a registration that is collected ends
    private static int _isSignalled;
    private static int _hosts;

    public static void Watch() => _ = Hooks.Value;

    /// <summary>A host obeys signals from here on, until the result is disposed of: runs end with its process, when that ends.</summary>
    public static IDisposable LeaveSignals() => new Host();

    private static PosixSignalRegistration[] Hook()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(LiveRuns.All, Environment.ExitCode);
        AppDomain.CurrentDomain.UnhandledException += (_, crash) => Crash(crash.ExceptionObject);
        return [.. Signals.Select(signal => PosixSignalRegistration.Create(signal.Signal, context => Handle(context, signal.ExitCode)))];
    }

    // The signal's default action follows, as Cancel is left alone. A second one, while the runs are ending, ends the process at once.
    private static void Handle(PosixSignalContext context, int exitCode)
    {
        if (!context.Cancel && Volatile.Read(ref _hosts) == 0 && Interlocked.Exchange(ref _isSignalled, 1) == 0)
            End(LiveRuns.InProcessSystem, exitCode);
    }

    private static void Crash(object exception)
    {
        foreach (var run in LiveRuns.All)
            run.HearLastWords(exception);
        End(LiveRuns.All, Crashed);
    }

    private static void End(ICollection<Run> runs, int exitCode)
    {
        if (runs.Count == 0)
            return;

        var bound = runs.Max(run => run.Session!.Settings.Finish.ExitTimeout);
        // Threads that go on training meanwhile: what they log from here on either is kept or never returns.
        foreach (var run in runs)
            run.Session!.Buffer.HoldAfterClose(bound);
        var ends = Task.WhenAll(runs.Select(run => run.EndAsync(exitCode, run.Session!.Settings.Finish.ExitTimeout)));
        Task.WaitAny([ends], bound); // throws nothing, unlike waiting for the task itself
    }

    private sealed class Host : IDisposable
    {
        private int _isOver;

        public Host() => Interlocked.Increment(ref _hosts);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                Interlocked.Decrement(ref _hosts);
        }
    }
}
