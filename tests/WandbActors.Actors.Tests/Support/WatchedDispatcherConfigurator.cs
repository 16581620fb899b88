using System.Runtime.CompilerServices;
using Akka.Configuration;
using Akka.Dispatch;

namespace WandbActors.Actors.Tests.Support;

/// <summary>Makes one <see cref="WatchedDispatcher"/> for each place in the configuration; all of one system share what is watched.</summary>
internal sealed class WatchedDispatcherConfigurator : MessageDispatcherConfigurator
{
    private static readonly ConditionalWeakTable<Akka.Actor.Settings, Activity> Activities = [];

    private readonly WatchedDispatcher _dispatcher;

    public WatchedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites) =>
        _dispatcher = new WatchedDispatcher(this, ActivityOf(prerequisites.Settings));

    public static Activity ActivityOf(Akka.Actor.Settings system) => Activities.GetOrAdd(system, _ => new Activity());

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
