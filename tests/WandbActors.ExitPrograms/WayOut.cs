using System.Runtime.InteropServices;

namespace WandbActors.ExitPrograms;

/// <summary>How a program ends, mostly one that has not finished its run.</summary>
internal static class WayOut
{
    /// <summary>Committed rows of each program; an open one follows.</summary>
    public const int Rows = 1_000;

    // Longer than any spec waits: a program that is still there then has failed it.
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <returns>The exit code, where the way is to return from Main.</returns>
    public static int Take(string way, Run run)
    {
        // What the parent looks at afterwards, and its sign to go on.
        Console.Out.WriteLine($"logged into {run.Directory}");
        switch (way)
        {
            case "finish":
                run.FinishAsync().Wait();
                foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
                    Console.Out.WriteLine($"loaded {assembly.GetName().Name}");
                return 0;
            case "return":
                return 7;
            case "exit":
                Environment.Exit(9);
                return 0;
            case "throw":
                throw new InvalidOperationException("the training failed");
            case "throw-on-a-thread":
                new Thread(() => throw new InvalidOperationException("the loader failed")).Start();
                return Wait();
            case "signal":
                return Wait();
            case "cancelled-signal":
                return GoOnAfterSignal(run);
            case "signal-with-an-open-value":
                run.Log(("late", MetricValue.Of(new NeverRead())));
                Console.Out.WriteLine("waits for a value");
                return Wait();
            case "training-goes-on":
                return Training.GoOn(run);
            default:
                throw new ArgumentException($"There is no way out called {way}.");
        }
    }

    private static int Wait()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(Long);
        return 0;
    }

    private static int GoOnAfterSignal(Run run)
    {
        using var signalled = new ManualResetEventSlim();
        using var own = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            signalled.Set();
        });
        Console.Out.WriteLine("handles signals");
        signalled.Wait(Long);
        run.Log(("after", 1));
        return 3;
    }

    private sealed class NeverRead : DeferredValue
    {
        protected override void Bind(DeferredPlace place)
        {
        }
    }
}
