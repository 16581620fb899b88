using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WandbActors.Hosting.Health;

/// <summary>What a health check finds out about a host's runs: the worst of it is the result.</summary>
internal sealed class RunFindings
{
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, object> _figures = [];
    private HealthStatus _worst = HealthStatus.Healthy;

    public void Degraded(Run run, string problem) => Note(HealthStatus.Degraded, run, problem);

    public void Unhealthy(Run run, string problem) => Note(HealthStatus.Unhealthy, run, problem);

    /// <summary>A figure of the ledger, or of what the run is kept in.</summary>
    public void Add(Run run, string name, object figure) => _figures[$"{run.Id}.{name}"] = figure;

    public HealthCheckResult ToResult(HealthStatus unhealthy) => new(
        _worst == HealthStatus.Unhealthy ? unhealthy : _worst,
        _problems.Count == 0 ? "All rows are kept, and arrive." : string.Join(" ", _problems),
        data: _figures);

    private void Note(HealthStatus status, Run run, string problem)
    {
        _worst = status < _worst ? status : _worst; // the worst is the lowest
        _problems.Add($"Run {run.Id}: {problem.TrimEnd('.')}.");
    }
}
