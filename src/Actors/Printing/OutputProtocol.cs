using Akka.Actor;

namespace WandbActors.Actors.Printing;

/// <summary>The messages of <see cref="OutputActor"/>.</summary>
internal static class OutputProtocol
{
    /// <summary>A rewritten line is held back: it is to be handed over after the window.</summary>
    public sealed class RewriteHeld : INoSerializationVerificationNeeded
    {
        public static readonly RewriteHeld Instance = new();
    }

    /// <summary>The window is over.</summary>
    public sealed class ReleaseDue : INoSerializationVerificationNeeded
    {
        public static readonly ReleaseDue Instance = new();
    }
}
