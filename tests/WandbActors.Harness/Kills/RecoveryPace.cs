namespace WandbActors.Harness.Kills;

/// <summary>
/// How long recoveries take on this machine, so that kills fall into them from their first step to their last. Learns from those that
/// came to their end before they could be killed. Any thread.
/// </summary>
internal sealed class RecoveryPace
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private TimeSpan _usual = TimeSpan.FromMilliseconds(200);

    /// <summary>A moment at which most recoveries are still at work.</summary>
    public TimeSpan MomentIn(Random random)
    {
        lock (_gate)
            return TimeSpan.FromTicks((long)(random.NextDouble() * _usual.Ticks)) + Shortest;
    }

    /// <summary>A recovery came to its end.</summary>
    public void Note(TimeSpan took)
    {
        lock (_gate)
            _usual = 0.8 * _usual + 0.2 * took;
    }
}
