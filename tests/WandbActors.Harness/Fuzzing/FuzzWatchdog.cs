namespace WandbActors.Harness.Fuzzing;

/// <summary>Ends the process when a round does not end: whoever hangs can't say so himself.</summary>
internal sealed class FuzzWatchdog : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private readonly Timer _timer;
    private int _seen = -1;

    public FuzzWatchdog(Func<int> round, int seed) => _timer = new Timer(_ => Look(round(), seed), null, Bound, Bound);

    public void Dispose() => _timer.Dispose();

    private void Look(int round, int seed)
    {
        if (round == _seen)
            Environment.FailFast($"a round hangs; repeat with --rounds 1 --seed {unchecked(seed + round)}");
        _seen = round;
    }
}
