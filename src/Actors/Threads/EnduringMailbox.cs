using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace WandbActors.Actors.Threads;

/// <summary>
/// The mailbox of an actor that no message ends: <see cref="PoisonPill"/> and <see cref="Kill"/>, which anybody may tell it who knows its path, are dropped
/// and said. Its parent, and the end of its system, still stop it.
/// </summary>
internal sealed class EnduringMailbox(Akka.Actor.Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<EnduringQueue>
{
    /// <summary>Where it stands in the configuration: not among the settings, since nobody has a choice.</summary>
    public const string Id = "wandb-runs-mailbox";

    public static Config Default { get; } =
        ConfigurationFactory.ParseString($"{Id}.mailbox-type = \"{typeof(EnduringMailbox).FullName}, {typeof(EnduringMailbox).Assembly.GetName().Name}\"");

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new EnduringQueue(system);
}
