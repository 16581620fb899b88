namespace WandbActors.Hosting;

/// <summary>
/// The key of the actor of a host's default run in Akka.Hosting's <c>ActorRegistry</c>: <c>IRequiredActor&lt;DefaultRun&gt;</c>, to be told a
/// <see cref="LogRow"/>. No such object is ever made.
/// </summary>
public sealed class DefaultRun
{
    private DefaultRun()
    {
    }
}
