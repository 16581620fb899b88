using Akka.Configuration;
using Akka.Dispatch;

namespace WandbActors.Actors.Threads;

/// <summary>Makes the <see cref="OwnThreadsDispatcher"/> of a place in the configuration, with <c>thread-count</c> threads at most.</summary>
internal sealed class OwnThreadsConfigurator : MessageDispatcherConfigurator
{
    private readonly OwnThreadsDispatcher _dispatcher;

    public OwnThreadsConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites)
    {
        var (name, threads) = (config.GetString("name"), config.GetInt("thread-count"));
        if (threads < 1)
            throw new ConfigurationException($"{name}: thread-count = {threads} leaves nobody to run its actors; it takes one at least.");

        _dispatcher = new OwnThreadsDispatcher(this, name, threads);
    }

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
