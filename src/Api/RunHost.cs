using WandbActors.Actors.Settings;
using WandbActors.Reporting;

namespace WandbActors;

/// <summary>What a run starts in. Settings and setup are known at once; its actors may still be on their way, and are first needed when the run's own are made.</summary>
internal sealed record RunHost(WandbSettings Settings, WandbSetup Setup, Task<WandbExtension> Extension)
{
    /// <summary>Who is told what there is to say of the runs; <c>null</c>: the terminal, and the actor system's log.</summary>
    public IRunOutlet? Outlet { get; init; }

    /// <summary>What runs end with that have not ended when they are disposed of, or their actor system ends; <c>null</c>: 0, or the process's exit code.</summary>
    public Func<int>? ExitCodeOfHost { get; init; }

    public static RunHost Of(WandbExtension extension) =>
        new(extension.Settings, extension.Setup, Task.FromResult(extension)) { Outlet = extension.Setup.Outlet };
}
