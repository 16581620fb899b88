namespace Orchestrator;

/// <summary>A trainer is done.</summary>
internal sealed record Trained(string RunId, double Rate, double Loss, long Rows);
