using Akka.Actor;

namespace WandbActors.Actors.Uploading;

/// <summary>
/// What a failure anywhere below the uploader leads to: it goes up, and the whole uploader starts again from its bookmark, later each
/// time. A part that started again alone would have forgotten what it was asked for, and the end would wait for it for ever.
/// </summary>
internal static class ChildFailures
{
    /// <summary>For the uploader and every part of it that has children.</summary>
    public static readonly SupervisorStrategy Escalate = new OneForOneStrategy(_ => Directive.Escalate);

    /// <summary>For who watches over the uploader. Akka's own rule would end it in silence when it fails while it starts.</summary>
    public static readonly OneForOneStrategy StartAgain = new(_ => Directive.Restart);
}
