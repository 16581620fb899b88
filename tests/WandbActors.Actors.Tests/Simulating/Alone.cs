namespace WandbActors.Actors.Tests.Simulating;

/// <summary>Specs that look at the clock on the wall run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
