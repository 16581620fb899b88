namespace WandbActors.Persistence.Upload;

/// <summary>How often a run sends: what <see cref="SendPace"/> reckons with.</summary>
/// <param name="Period">Between two requests, 15 s by default; full requests do not wait.</param>
/// <param name="EarlyPeriod">Between two requests while the run is young, 2 s by default: somebody is watching then.</param>
/// <param name="EarlySpan">How long a run is young, 1 minute by default.</param>
/// <param name="HeartbeatPeriod">After so long without any request a heartbeat is due, 30 s by default: a silent run is shown as crashed.</param>
internal sealed record SendPeriods(TimeSpan Period, TimeSpan EarlyPeriod, TimeSpan EarlySpan, TimeSpan HeartbeatPeriod)
{
    public static readonly SendPeriods Default = new(
        TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30));
}
