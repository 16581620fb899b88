namespace WandbActors.Cli.Importing;

/// <summary>
/// Says that it is the time at which a row was logged by its own program, so that the run gets that row's times and not those of its import. Until it is told
/// one it is the system's. Set by one thread, read by all.
/// </summary>
internal sealed class ImportClock(TimeProvider system) : TimeProvider
{
    // Double seconds of today are exact to a quarter of a microsecond; rows have theirs to the microsecond.
    private const double MicrosecondsPerSecond = 1e6;

    private static readonly double LastSecond = (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds - 86_400;

    private long _ticks;
    private double? _startedAt;

    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => Volatile.Read(ref _ticks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : system.GetUtcNow();

    /// <summary>Goes to the moment that the run began, by its first row: that one's time less the running time it had.</summary>
    public void GoToStartOf(ImportedRow first)
    {
        if (first.Timestamp is not { } timestamp)
            return;

        _startedAt = Microseconds(timestamp) - Microseconds(first.Runtime ?? 0);
        GoTo(_startedAt.Value);
    }

    /// <summary>Goes to a row: to its running time where it says that, which W&amp;B counts, else to its wall time.</summary>
    public void GoTo(ImportedRow row)
    {
        if (_startedAt is { } start && row.Runtime is { } runtime)
            GoTo(start + Microseconds(runtime));
        else if (row.Timestamp is { } timestamp)
            GoTo(Microseconds(timestamp));
    }

    private static double Microseconds(double seconds) => Math.Round(Math.Clamp(seconds, 0, LastSecond) * MicrosecondsPerSecond);

    private void GoTo(double microseconds)
    {
        var sinceEpoch = (long)Math.Clamp(microseconds, 0, LastSecond * MicrosecondsPerSecond);
        Volatile.Write(ref _ticks, DateTime.UnixEpoch.Ticks + (sinceEpoch * TimeSpan.TicksPerMicrosecond));
    }
}
