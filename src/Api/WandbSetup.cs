using Akka.Actor.Setup;
using WandbActors.Actors;
using WandbActors.Actors.Writing;
using WandbActors.Reporting;
using WandbActors.Surroundings;

namespace WandbActors;

/// <summary>
/// What the runs of an actor system take from the world. Whoever wants another one, as a simulation does, starts the system with a setup of this kind:
/// then nothing of a run that starts anew asks the real clock, network or chance.
/// </summary>
internal sealed class WandbSetup : Setup
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What connects to servers; <c>null</c>: the process's own connections. Not disposed of.</summary>
    public HttpMessageHandler? Connections { get; init; }

    /// <summary>What ids and the spread of retries are drawn from, on the thread that starts the run or makes the try; <c>null</c>: the system's.</summary>
    public Random? Chance { get; init; }

    /// <summary>Where the logs are written.</summary>
    public LogDisk Disk { get; init; } = LogDisk.Real;

    /// <summary>Is shown each run that begins, on the thread that starts it.</summary>
    public Action<RunSession>? Begun { get; init; }

    /// <summary>What the process finds around it, asked for at each start.</summary>
    public Func<ProcessSurroundings> Surroundings { get; init; } = ProcessSurroundings.Read;

    /// <summary>Who is told what there is to say of the runs; <c>null</c>: the terminal, and the actor system's log.</summary>
    public IRunOutlet? Outlet { get; init; }

    /// <summary>The client over <see cref="Connections"/>; <c>null</c> for the process's own.</summary>
    public HttpClient? Http => Connections is null
        ? null
        : field ??= new HttpClient(Connections, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>An identity for a log.</summary>
    public Guid NewGuid()
    {
        if (Chance is null)
            return Guid.NewGuid();

        Span<byte> bytes = stackalloc byte[16];
        Chance.NextBytes(bytes);
        return new Guid(bytes);
    }
}
