using Akka.Configuration;
using Akka.Dispatch;

namespace WandbActors.TestKit;

/// <summary>Makes the <see cref="DiskDispatcher"/> of each place in the configuration that has one.</summary>
internal sealed class DiskDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly DiskDispatcher _dispatcher;

    public DiskDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites) =>
        _dispatcher = new DiskDispatcher(this, SimDispatcherConfigurator.ReadyIn(prerequisites.Settings));

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
