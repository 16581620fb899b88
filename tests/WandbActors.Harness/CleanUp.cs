using System.Runtime.InteropServices;

namespace WandbActors.Harness;

/// <summary>What must not be left behind, also when the harness is interrupted or terminated: the newest goes first. Any thread.</summary>
internal static class CleanUp
{
    private static readonly Lock Gate = new();
    private static readonly List<Action> Actions = [];
    private static readonly List<PosixSignalRegistration> Signals = [];

    /// <summary>From here on SIGINT, SIGTERM and SIGHUP clear away before they end the process.</summary>
    public static void OnSignals()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            Signals.Add(PosixSignalRegistration.Create(signal, _ => ClearAll()));
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

    private sealed class Registration(Action clear) : IDisposable
    {
        public void Dispose()
        {
            lock (Gate)
                Actions.Remove(clear);
        }
    }
}
