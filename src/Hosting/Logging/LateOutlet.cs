using WandbActors.Reporting;

namespace WandbActors.Hosting.Logging;

/// <summary>Stands in an actor system's setup, which is made before the host's log can be had. What is said before that is told later.</summary>
internal sealed class LateOutlet : IRunOutlet
{
    private readonly Lock _gate = new();
    private readonly List<Action<IRunOutlet>> _early = [];
    private IRunOutlet? _outlet;

    /// <summary>From here on everything is told there, what was said before it first.</summary>
    public void LeadTo(IRunOutlet outlet)
    {
        lock (_gate)
        {
            _early.ForEach(word => word(outlet));
            _early.Clear();
            _outlet = outlet;
        }
    }

    public void Started(Run run, string? server, IReadOnlyList<string> notices) => Tell(outlet => outlet.Started(run, server, notices));

    public void Warn(string runId, string problem) => Tell(outlet => outlet.Warn(runId, problem));

    public void WarnLate(string runId) => Tell(outlet => outlet.WarnLate(runId));

    public void Finished(RunReceipt receipt) => Tell(outlet => outlet.Finished(receipt));

    private void Tell(Action<IRunOutlet> word)
    {
        lock (_gate)
        {
            if (_outlet is null)
            {
                _early.Add(word);
                return;
            }
        }

        word(_outlet);
    }
}
