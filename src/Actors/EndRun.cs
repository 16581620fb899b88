using Akka.Actor;

namespace WandbActors.Actors;

/// <summary>Ends the run as <see cref="FinishRun"/> does, but within this bound, which also shortens a finish that goes on: the process or the actor system ends.</summary>
/// <param name="ExitCode">What the run ends with, unless it ends already.</param>
/// <param name="Bound">The log comes first; the server has what is left.</param>
internal sealed record EndRun(int ExitCode, TimeSpan Bound) : INoSerializationVerificationNeeded;
