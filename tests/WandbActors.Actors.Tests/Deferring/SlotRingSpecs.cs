using WandbActors.Actors.Deferring;

namespace WandbActors.Actors.Tests.Deferring;

public class SlotRingSpecs
{
    [Fact]
    public void When_all_are_taken_the_next_is_refused_until_one_comes_back()
    {
        var ring = new SlotRing<Slot>(4, number => new Slot(number));

        var taken = Enumerable.Range(0, 4).Select(_ => ring.TryTake()!.Number).ToArray();
        var refused = ring.TryTake();
        ring.GiveBack(2);
        var again = ring.TryTake();

        Assert.Equal([0, 1, 2, 3], taken);
        Assert.Null(refused);
        Assert.Equal(2, again!.Number);
        Assert.Null(ring.TryTake());
    }

    [Fact]
    public void Slots_that_come_back_late_are_passed_over()
    {
        var ring = new SlotRing<Slot>(64, number => new Slot(number));
        for (var i = 0; i < 64; i++)
            ring.TryTake();
        foreach (var number in Enumerable.Range(8, 56))
            ring.GiveBack(number);

        Assert.Equal(8, ring.TryTake()!.Number);
    }

    [Fact]
    public void When_half_are_taken_more_are_made_up_to_the_limit()
    {
        var ring = new SlotRing<Slot>(4, number => new Slot(number), maxCount: 12);
        var taken = new HashSet<int>();
        while (taken.Count < 12)
        {
            if (ring.TryTake() is { } slot)
                Assert.True(taken.Add(slot.Number));
            else
                Thread.Yield(); // more are being made
        }

        Assert.Equal(12, ring.Count);
        Assert.Null(ring.TryTake());
    }

    [Fact]
    public void A_ring_that_nobody_fills_does_not_grow()
    {
        var ring = new SlotRing<Slot>(4, number => new Slot(number), maxCount: 12);
        for (var i = 0; i < 100; i++)
            ring.GiveBack(ring.TryTake()!.Number);

        Assert.Equal(4, ring.Count);
    }

    [Fact]
    public void Where_no_more_can_be_made_those_there_are_must_do()
    {
        using var failed = new ManualResetEventSlim();
        var ring = new SlotRing<Slot>(
            4,
            number =>
            {
                if (number < 4)
                    return new Slot(number);

                failed.Set();
                throw new InsufficientMemoryException();
            },
            maxCount: 12);
        for (var i = 0; i < 4; i++)
            ring.TryTake();

        Assert.True(failed.Wait(TimeSpan.FromSeconds(30)));
        Assert.Null(ring.TryTake());
        ring.GiveBack(3);
        Assert.Equal(3, ring.TryTake()!.Number);
    }

    [Fact]
    public void No_two_threads_have_the_same_one()
    {
        var ring = new SlotRing<Slot>(32, number => new Slot(number));
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                if (ring.TryTake() is not { } slot)
                    continue;

                slot.Enter();
                slot.Leave();
                ring.GiveBack(slot.Number);
            }
        })).ToArray();

        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        Assert.All(Enumerable.Range(0, 32).Select(_ => ring.TryTake()!), slot => Assert.Equal(0, slot.Collisions));
    }

    private sealed class Slot(int number)
    {
        private int _owners;

        public int Number => number;

        public int Collisions { get; private set; }

        public void Enter() => Collisions += Interlocked.Increment(ref _owners) == 1 ? 0 : 1;

        public void Leave() => Interlocked.Decrement(ref _owners);
    }
}
