using Akka.Actor;

namespace WandbActors.Actors;

/// <summary>Something that the user should know and that stops nothing, such as a file that could not be sent.</summary>
internal sealed record Remark(string Text) : INoSerializationVerificationNeeded;
