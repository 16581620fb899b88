using WandbActors.Reporting;

namespace WandbActors.Hosting.Logging;

/// <summary>Stands in an actor system's setup, which is made before the host's log can be had. Until then nobody can have started a run.</summary>
internal sealed class LateOutlet : IRunOutlet
{
    private IRunOutlet? _outlet;

    /// <summary>From here on everything is told there.</summary>
    public void LeadTo(IRunOutlet outlet) => Volatile.Write(ref _outlet, outlet);

    public void Started(Run run, string? server, IReadOnlyList<string> notices) => Volatile.Read(ref _outlet)?.Started(run, server, notices);

    public void Warn(string runId, string problem) => Volatile.Read(ref _outlet)?.Warn(runId, problem);

    public void WarnLate(string runId) => Volatile.Read(ref _outlet)?.WarnLate(runId);

    public void Finished(RunReceipt receipt) => Volatile.Read(ref _outlet)?.Finished(receipt);
}
