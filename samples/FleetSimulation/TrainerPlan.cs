using WandbActors;

namespace FleetSimulation;

/// <summary>What one trainer does, and its checkpoint: what outlives a trainer that fails.</summary>
public sealed record TrainerPlan(string RunId, int Rows, TimeSpan StepTime)
{
    /// <summary>The row from which a trainer goes on that is made in the place of one that has failed.</summary>
    public int Checkpoint { get; set; }

    /// <summary>Where the loss of a row comes from; a plain number unless a test says otherwise.</summary>
    public Func<int, MetricValue> LossAt { get; init; } = row => 1.0 / (row + 1);
}
