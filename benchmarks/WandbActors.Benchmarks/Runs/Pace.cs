using System.Diagnostics;

namespace WandbActors.Benchmarks.Runs;

/// <summary>How fast one thread goes: it waits before each burst until that burst's time has come. What is late is caught up with.</summary>
internal sealed class Pace(int burst, TimeSpan period)
{
    private readonly ManualResetEventSlim _never = new(initialState: false, spinCount: 0);
    private long _began;

    /// <summary>No waiting at all.</summary>
    public static Pace Unlimited => new(int.MaxValue, TimeSpan.Zero);

    /// <summary>How many go without a pause.</summary>
    public int Burst => burst;

    public void Begin() => _began = Stopwatch.GetTimestamp();

    /// <summary>Waits until the item of this number may go.</summary>
    public void Wait(long item)
    {
        if (item % burst != 0)
            return;

        var left = (item / burst * period) - Stopwatch.GetElapsedTime(_began);
        if (left >= TimeSpan.FromMilliseconds(1))
            _never.Wait(left);
    }
}
