namespace WandbActors.Hosting;

/// <summary>
/// The key of <c>/user/wandb</c>, the parent of all runs of an actor system, in Akka.Hosting's <c>ActorRegistry</c>: <c>IRequiredActor&lt;RunSupervisor&gt;</c>.
/// No such object is ever made.
/// </summary>
public sealed class RunSupervisor
{
    private RunSupervisor()
    {
    }
}
