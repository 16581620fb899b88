namespace WandbActors.Actors.Assembling;

/// <summary>
/// A run's time: from the UTC ticks of a call to W&amp;B's <c>_timestamp</c> and <c>_runtime</c>, both float seconds, to the microsecond: a
/// double tells today's dates apart to a quarter of one.
/// </summary>
/// <param name="StartTicks">UTC ticks at which the run started.</param>
/// <param name="EarlierSeconds">Runtime of earlier attempts at a resumed run.</param>
internal readonly record struct RunClock(long StartTicks, double EarlierSeconds = 0)
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>Unix seconds.</summary>
    public static double Timestamp(long utcTicks) => Seconds(utcTicks - DateTime.UnixEpoch.Ticks);

    /// <summary>Seconds since the run started, earlier attempts included; never negative, though the wall clock may be set back.</summary>
    public double Runtime(long utcTicks) => EarlierSeconds + Seconds(Math.Max(0, utcTicks - StartTicks));

    private static double Seconds(long ticks) => ticks / TimeSpan.TicksPerMicrosecond / MicrosecondsPerSecond;
}
