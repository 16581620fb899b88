using WandbActors.Actors.Settings;
using WandbActors.Reporting;

namespace WandbActors;

/// <summary>What a run starts in. Settings and setup are known at once; its actors may still be on their way, and are first needed when the run's own are made.</summary>
internal sealed record RunHost(WandbSettings Settings, WandbSetup Setup, Task<WandbExtension> Extension)
{
    /// <summary>Who is told what there is to say of the runs; <c>null</c>: the terminal, and the actor system's log.</summary>
    public IRunOutlet? Outlet { get; init; }

    /// <summary>What the runs end with when they are disposed of before they have ended: 0 unless their host says otherwise.</summary>
    public Func<int>? ExitCodeAtDisposal { get; init; }

    public static RunHost Of(WandbExtension extension) =>
        new(extension.Settings, extension.Setup, Task.FromResult(extension)) { Outlet = extension.Setup.Outlet };
}
