namespace WandbActors.Docs.Tests.Contexts;

/// <summary>What docs/actors.md takes for granted.</summary>
public static class Actors
{
    public static IEnumerable<Batch> batches => [];

    /// <summary>A batch of a training.</summary>
    public sealed record Batch(int Number, double Loss, double Accuracy);
}
