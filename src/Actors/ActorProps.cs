using Akka.Actor;

namespace WandbActors.Actors;

/// <summary>
/// Props by a function, which is called for each start and restart of the actor. Akka's own take an expression and compile each of its arguments: 20 ms of
/// a process's start, and some of every actor's.
/// </summary>
internal static class ActorProps
{
    extension(Props)
    {
        /// <param name="make">Makes the actor; what it captures must not change.</param>
        public static Props Of<TActor>(Func<TActor> make) where TActor : ActorBase => Props.CreateBy(new Maker<TActor>(make));
    }

    private sealed class Maker<TActor>(Func<TActor> make) : IIndirectActorProducer where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
