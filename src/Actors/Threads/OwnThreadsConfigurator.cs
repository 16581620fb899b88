using Akka.Configuration;
using Akka.Dispatch;

namespace WandbActors.Actors.Threads;

/// <summary>Makes the <see cref="OwnThreadsDispatcher"/> of a place in the configuration, with <c>thread-count</c> threads at most.</summary>
internal sealed class OwnThreadsConfigurator : MessageDispatcherConfigurator
{
    private readonly OwnThreadsDispatcher _dispatcher;

    public OwnThreadsConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites) =>
        _dispatcher = new OwnThreadsDispatcher(this, config.GetString("name"), config.GetInt("thread-count"));

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
