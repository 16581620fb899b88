using Akka.Dispatch;
using Akka.Event;

namespace WandbActors.Actors.Threads;

/// <summary>
/// Runs actors on a few threads that nobody else uses: a data loader that starves the thread pool does not stop them. Threads are made when they are
/// needed. One without work sleeps at once: Akka's own dedicated threads look for more for a while, which is most of what a run
/// costs that logs now and then.
/// </summary>
internal sealed class OwnThreadsDispatcher(OwnThreadsConfigurator configurator, string name, int limit) : MessageDispatcher(configurator)
{
    private readonly object _gate = new(); // a Lock has no Wait
    private readonly Queue<IRunnable> _ready = new();
    private int _threads;
    private int _asleep; // and not woken yet
    private bool _isShutDown;

    /// <summary>Threads at this moment.</summary>
    public int Threads
    {
        get
        {
            lock (_gate)
                return _threads;
        }
    }

    protected override void ExecuteTask(IRunnable run)
    {
        lock (_gate)
        {
            _isShutDown = false;
            _ready.Enqueue(run);
            if (_asleep > 0)
            {
                _asleep--;
                Monitor.Pulse(_gate);
            }
            else if (_threads < limit)
            {
                new Thread(Work) { IsBackground = true, Name = $"{name}-{++_threads}" }.UnsafeStart();
            }
        }
    }

    /// <summary>Called when it has had no actors for a while. It may get some again.</summary>
    protected override void Shutdown()
    {
        lock (_gate)
        {
            _isShutDown = true;
            _asleep = 0;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        while (WaitForWork() is { } run)
        {
            try
            {
                run.Run();
            }
            catch (Exception failure) // of a mailbox: an actor's own are its supervisor's
            {
                Configurator.Prerequisites.EventStream.Publish(new Error(failure, Id, GetType(), "A mailbox has failed"));
            }
        }
    }

    // Null when the thread is not needed any more.
    private IRunnable? WaitForWork()
    {
        lock (_gate)
        {
            IRunnable? run;
            while (!_ready.TryDequeue(out run))
            {
                if (_isShutDown)
                {
                    _threads--;
                    return null;
                }

                _asleep++;
                Monitor.Wait(_gate);
            }

            return run;
        }
    }
}
