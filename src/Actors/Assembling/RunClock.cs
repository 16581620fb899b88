namespace WandbActors.Actors.Assembling;

/// <summary>A run's time: from the UTC ticks of a call to W&amp;B's <c>_timestamp</c> and <c>_runtime</c>, both float seconds.</summary>
/// <param name="StartTicks">UTC ticks at which the run started.</param>
/// <param name="EarlierSeconds">Runtime of earlier attempts at a resumed run.</param>
internal readonly record struct RunClock(long StartTicks, double EarlierSeconds = 0)
{
    /// <summary>Unix seconds.</summary>
    public static double Timestamp(long utcTicks) => (utcTicks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;

    /// <summary>Seconds since the run started, earlier attempts included; never negative, though the wall clock may be set back.</summary>
    public double Runtime(long utcTicks) => EarlierSeconds + Math.Max(0, utcTicks - StartTicks) / (double)TimeSpan.TicksPerSecond;
}
