namespace WandbActors.Harness.Kills;

/// <summary>When processes are killed, counted from where they begin with what is to be interrupted.</summary>
internal static class KillMoments
{
    /// <summary>A run's start takes some 100 ms in a fresh process.</summary>
    public const int Start = 150;

    /// <summary>Counted in time, a kill often meets a full ring; counted in calls, any place of it.</summary>
    public const int Logging = 400;

    /// <summary>Some ten laps of the ring.</summary>
    public const int LoggingCalls = 40_000;

    public static readonly TimeSpan LongestLogging = TimeSpan.FromSeconds(2);

    /// <summary>A moment up to so many milliseconds, early ones more often: that is where things are set up.</summary>
    public static TimeSpan Of(Random random, int milliseconds)
    {
        var share = random.Next(2) == 0 ? random.NextDouble() : random.NextDouble() * random.NextDouble();
        return TimeSpan.FromMilliseconds(share * milliseconds);
    }
}
