using System.Runtime.InteropServices;

namespace WandbActors.Harness;

/// <summary>What must not be left behind, also when the harness is interrupted or terminated: the newest goes first. Any thread.</summary>
internal static partial class CleanUp
{
    private const int SignalledExitCode = 128;

    private static readonly Lock Gate = new();
    private static readonly List<Action> Actions = [];
    private static readonly List<PosixSignalRegistration> Signals = [];

    /// <summary>From here on SIGINT, SIGTERM and SIGHUP clear away and end the process at once: nothing in it is asked to end well.</summary>
    public static void OnSignals()
    {
        foreach (var (signal, number) in ((PosixSignal, int)[])[(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)])
        {
            Signals.Add(PosixSignalRegistration.Create(signal, _ =>
            {
                ClearAll();
                Exit(SignalledExitCode + number);
            }));
        }
    }

    /// <summary>Clears this away too, unless the result is disposed before.</summary>
    public static IDisposable Register(Action clear)
    {
        lock (Gate)
            Actions.Add(clear);
        return new Registration(clear);
    }

    // Nothing can be registered any more: whoever tries waits for the process to end.
    private static void ClearAll()
    {
        Gate.Enter();
        foreach (var clear in Enumerable.Reverse(Actions))
        {
            try
            {
                clear();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                Console.Error.WriteLine(failure.Message);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int status);

    private sealed class Registration(Action clear) : IDisposable
    {
        public void Dispose()
        {
            lock (Gate)
                Actions.Remove(clear);
        }
    }
}
