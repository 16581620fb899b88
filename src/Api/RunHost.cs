using WandbActors.Actors.Settings;

namespace WandbActors;

/// <summary>What a run starts in. Its settings are known at once; its actors may still be on their way, and are first needed when the run's own are made.</summary>
internal sealed record RunHost(WandbSettings Settings, Task<WandbExtension> Extension)
{
    public static RunHost Of(WandbExtension extension) => new(extension.Settings, Task.FromResult(extension));
}
