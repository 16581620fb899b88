using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch;

namespace WandbActors.TestKit;

/// <summary>
/// The mailboxes that have something to do. While an actor system starts and ends they run on the thread pool, since both wait for
/// actors; between them, only when the simulation takes one.
/// </summary>
internal sealed class ReadyMailboxes
{
    private const int Pool = 0; // no thread has this id
    private const int MaxStrays = 100;

    private readonly Lock _gate = new();

    // By age: an actor that stops tells its children in the order of their names' hashes, which differ from process to process.
    private readonly SortedList<long, IRunnable> _ready = [];
    private readonly ConditionalWeakTable<IRunnable, object> _ages = [];
    private readonly List<string> _strays = [];
    private long _born;
    private int _running;
    private volatile int _thread = Pool;

    /// <summary>Where something came to an actor from another thread than the simulation's, the first of them: there, chance is the machine's.</summary>
    public IReadOnlyList<string> Strays
    {
        get
        {
            lock (_gate)
                return [.. _strays];
        }
    }

    /// <summary>Who was told something last.</summary>
    public IActorRef LastTold { get; private set; } = ActorRefs.Nobody;

    /// <summary>What holds back actors that wait for a disk; <c>null</c> when nothing does.</summary>
    public IMailboxHold? Hold { get; set; }

    /// <summary>Something is told to an actor. That is looked at for each message: one that finds its mailbox running, or among these, adds nothing.</summary>
    public void LookWhoTells(IActorRef told)
    {
        LastTold = told;
        if (!IsAstray)
            return;

        lock (_gate)
            NoteIfStray();
    }

    public void Add(IRunnable run)
    {
        lock (_gate)
        {
            if (_thread != Pool)
            {
                _ready.Add((long)_ages.GetOrAdd(run, _ => _born++), run);
                NoteIfStray();
                return;
            }

            _running++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => Run(run), null);
    }

    /// <summary>From now on nothing runs unless it is taken, by this thread. False as long as the pool still has something to do.</summary>
    public bool TryTakeOver()
    {
        lock (_gate)
        {
            if (_running > 0)
                return false;

            _thread = Environment.CurrentManagedThreadId;
            return true;
        }
    }

    /// <summary>From now on this thread is the simulation's.</summary>
    public void Adopt()
    {
        lock (_gate)
            _thread = Environment.CurrentManagedThreadId;
    }

    /// <summary>Takes one by chance; which of how many is part of what the simulation did.</summary>
    public IRunnable? Take(Random chance, out int index, out int count)
    {
        lock (_gate)
        {
            (index, count) = (0, _ready.Count);
            if (count == 0)
                return null;

            index = chance.Next(count);
            var taken = _ready.GetValueAtIndex(index);
            _ready.RemoveAt(index);
            return taken;
        }
    }

    /// <summary>Gives everything back to the pool.</summary>
    public void LetGo()
    {
        List<IRunnable> left;
        lock (_gate)
        {
            _thread = Pool;
            left = [.. _ready.Values];
            _ready.Clear();
        }

        left.ForEach(Add);
    }

    private bool IsAstray => _thread is not Pool and var thread && thread != Environment.CurrentManagedThreadId;

    private void NoteIfStray()
    {
        if (IsAstray && _strays.Count < MaxStrays)
            _strays.Add(Environment.StackTrace);
    }

    private void Run(IRunnable run)
    {
        run.Run();
        lock (_gate)
            _running--;
    }
}
