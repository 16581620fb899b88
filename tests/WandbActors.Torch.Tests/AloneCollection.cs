namespace WandbActors.Tests;

/// <summary>Specs that look at what belongs to the whole process, so that no others may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone in the process";
}
