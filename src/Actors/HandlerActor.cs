using Akka.Actor;

namespace WandbActors.Actors;

/// <summary>
/// An actor that names what it receives and what it does then; the first that fits is done. Like Akka's ReceiveActor, which compiles an
/// expression for each kind of actor: 50 ms of a process's start, and code that a run has no other use for.
/// </summary>
internal abstract class HandlerActor : UntypedActor
{
    private List<Handler> _handlers = [];

    protected void Receive<T>(Action<T> handle) where T : class => _handlers.Add(new Handler<T>(null, handle));

    protected void Receive<T>(Predicate<T> fits, Action<T> handle) where T : class => _handlers.Add(new Handler<T>(fits, handle));

    protected void ReceiveAny(Action<object> handle) => Receive(handle);

    /// <summary>From the next message on only what <paramref name="configure"/> names is received.</summary>
    protected void Become(Action configure)
    {
        _handlers = [];
        configure();
    }

    protected sealed override void OnReceive(object message)
    {
        foreach (var handler in _handlers)
        {
            if (handler.Fits(message))
            {
                handler.Handle(message);
                return;
            }
        }

        Unhandled(message);
    }

    private abstract class Handler
    {
        public abstract bool Fits(object message);

        public abstract void Handle(object message);
    }

    private sealed class Handler<T>(Predicate<T>? fits, Action<T> handle) : Handler where T : class
    {
        public override bool Fits(object message) => message is T expected && (fits is null || fits(expected));

        public override void Handle(object message) => handle((T)message);
    }
}
