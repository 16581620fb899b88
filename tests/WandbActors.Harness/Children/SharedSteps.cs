namespace WandbActors.Harness.Children;

/// <summary>
/// Steps for the calls that give one: always ahead of those that the run counts itself, since every call takes one of the run's steps at
/// most and moves these by two.
/// </summary>
internal sealed class SharedSteps(long startingStep)
{
    private long _calls;

    /// <summary>A step that is higher than every step so far, but for races: then the row is a late one.</summary>
    public long Next() => startingStep + 2 * Interlocked.Increment(ref _calls);

    /// <summary>A step that is most likely below the newest.</summary>
    public long Late() => Math.Max(0, startingStep + 2 * Volatile.Read(ref _calls) - 50);

    public void Count() => Interlocked.Increment(ref _calls);
}
