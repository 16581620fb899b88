using System.Runtime.CompilerServices;
using Akka.Configuration;
using Akka.Dispatch;

namespace WandbActors.TestKit;

/// <summary>Makes one <see cref="SimDispatcher"/> for each place in the configuration; all of one system fill the same list.</summary>
internal sealed class SimDispatcherConfigurator : MessageDispatcherConfigurator
{
    private static readonly ConditionalWeakTable<Akka.Actor.Settings, ReadyMailboxes> Lists = [];

    private readonly SimDispatcher _dispatcher;

    public SimDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites) =>
        _dispatcher = new SimDispatcher(this, ReadyIn(prerequisites.Settings));

    public static ReadyMailboxes ReadyIn(Akka.Actor.Settings system) => Lists.GetOrAdd(system, _ => new ReadyMailboxes());

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
