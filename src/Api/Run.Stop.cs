namespace WandbActors;

public sealed partial class Run
{
    private readonly Dictionary<EventHandler, CancellationTokenRegistration> _stopHandlers = [];

    /// <summary>
    /// Raised once when somebody asks, in the web interface, that the run stop; whoever subscribes later is told at once. On a thread of its own.
    /// The actor system's event stream has it as <see cref="RunStopRequested"/>.
    /// </summary>
    public event EventHandler? StopAsked
    {
        add
        {
            if (value is null)
                return;

            var registration = StopRequested.Register(() => value(this, EventArgs.Empty));
            lock (_stopHandlers)
                _stopHandlers[value] = registration;
        }

        remove
        {
            lock (_stopHandlers)
            {
                if (value is not null && _stopHandlers.Remove(value, out var registration))
                    registration.Unregister();
            }
        }
    }

    /// <summary>Cancelled when somebody asks, in the web interface, that the run stop.</summary>
    public CancellationToken StopRequested => _session?.StopRequested ?? CancellationToken.None;
}
