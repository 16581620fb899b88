using Google.Protobuf.WellKnownTypes;

namespace WandbActors.Persistence.Replay;

/// <summary>
/// Time stamps of records. One that is missing or outside the calendar is no time, never an error: logs come from other programs too.
/// </summary>
internal static class Moment
{
    private const int NanosecondsPerTick = 100;

    /// <summary>The time in UTC, to the 100 ns.</summary>
    public static DateTime? Of(Timestamp? timestamp)
    {
        if (timestamp is null || timestamp.Nanos is < 0 or > 999_999_999)
            return null;

        var earliest = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        var latest = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        if (timestamp.Seconds < earliest || timestamp.Seconds > latest)
            return null;

        return DateTime.UnixEpoch.AddTicks((timestamp.Seconds * TimeSpan.TicksPerSecond) + (timestamp.Nanos / NanosecondsPerTick));
    }
}
