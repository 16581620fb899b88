using Akka.Actor;
using static WandbActors.Actors.Printing.OutputProtocol;

namespace WandbActors.Actors.Printing;

/// <summary>Keeps the time for the newest state of a rewritten line, which <see cref="RunOutput"/> holds back. Sleeps while nothing is held.</summary>
internal sealed class OutputActor : HandlerActor, IWithTimers
{
    private readonly RunSession _session;

    public OutputActor(RunSession session)
    {
        _session = session;

        Receive<RewriteHeld>(_ => Timers.StartSingleTimer(nameof(ReleaseDue), ReleaseDue.Instance, session.Settings.Output.RewriteWindow));
        Receive<ReleaseDue>(_ => session.Output.Release());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>As a part of a run.</summary>
    public static RunCompanion Companion { get; } = new("output", session => Props.Of(() => new OutputActor(session)));

    protected override void PreStart() => _session.Output.ReleaseBy(Self);
}
