using System.Diagnostics;
using System.Diagnostics.Metrics;
using WandbActors.Persistence;

namespace WandbActors;

/// <summary>
/// What the runtime tells of itself through <c>System.Diagnostics</c>, and so to OpenTelemetry: <c>.AddMeter(WandbInstrumentation.MeterName)</c>,
/// <c>.AddSource(WandbInstrumentation.ActivitySourceName)</c>. Nobody pays for what nobody listens to.
/// </summary>
public static class WandbInstrumentation
{
    /// <summary>The meter: the ledgers of live runs, their row buffers, and what goes to the server.</summary>
    public const string MeterName = "WandbActors";

    /// <summary>
    /// The source of activities: <c>wandb.run.start</c> and <c>wandb.run.finish</c>, children of what the program is just doing; <c>wandb.upload</c>,
    /// one try of one request of lines, and <c>wandb.sync</c>, a log sent later, which are nobody's children. HTTP calls of the runtime have no others.
    /// </summary>
    public const string ActivitySourceName = "WandbActors";

    internal static Meter Meter { get; } = new(MeterName, OwnVersion.Text);

    internal static ActivitySource Source { get; } = new(ActivitySourceName, OwnVersion.Text);

    /// <summary>Begins what the runtime does on its own account: a trace of its own, whatever the thread is doing otherwise. The caller's activity stays current.</summary>
    internal static Activity? StartAlone(string name, ActivityKind kind = ActivityKind.Internal)
    {
        if (!Source.HasListeners())
            return null;

        var current = Activity.Current;
        Activity.Current = null;
        var activity = Source.StartActivity(name, kind);
        Activity.Current = current;
        return activity;
    }
}
