using System.Diagnostics;

namespace WandbActors.Harness.Children;

/// <summary>
/// A SIGKILL that a process sends itself: nobody else could send it to the microsecond, on a machine whose cores are all busy.
/// </summary>
internal static class SelfKill
{
    private static readonly TimeSpan Spun = TimeSpan.FromMilliseconds(2); // waits are not more exact than that

    public static void After(TimeSpan life)
    {
        var began = TimeProvider.System.GetTimestamp();
        var self = Process.GetCurrentProcess();
        new Thread(() =>
        {
            using var never = new ManualResetEventSlim();
            if (life > Spun)
                never.Wait(life - Spun);
            SpinWait.SpinUntil(() => TimeProvider.System.GetElapsedTime(began) >= life);
            self.Kill();
        })
        { IsBackground = true }.Start();
    }
}
