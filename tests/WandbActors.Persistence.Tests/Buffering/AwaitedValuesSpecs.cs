using WandbActors.Persistence.Buffering;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.Tests.Buffering;

public class AwaitedValuesSpecs
{
    private readonly AwaitedValues _awaited = new();

    [Fact]
    public void They_are_taken_in_the_order_in_which_they_came()
    {
        var values = Enumerable.Range(0, 5).Select(number => new SomeAwaited(number)).ToArray();
        foreach (var value in values)
            _awaited.Add(value);

        Assert.False(_awaited.IsEmpty);
        Assert.Equal([0, 1, 2, 3, 4], Numbers(_awaited.TakeAll()));
        Assert.True(_awaited.IsEmpty);
        Assert.Null(_awaited.TakeAll());
    }

    [Fact]
    public void After_the_close_they_are_abandoned_and_so_are_those_that_nobody_took()
    {
        var (early, late) = (new SomeAwaited(1), new SomeAwaited(2));
        _awaited.Add(early);

        _awaited.Close();
        _awaited.Add(late);
        _awaited.Close();

        Assert.Equal((1, 1), (early.Abandonments, late.Abandonments));
        Assert.Null(_awaited.TakeAll());
        Assert.True(_awaited.IsEmpty);
    }

    [Fact]
    public void Of_several_threads_none_is_lost_and_each_ones_keep_their_order()
    {
        const int threads = 4, each = 20_000;
        var writers = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < each; i++)
                _awaited.Add(new SomeAwaited((thread * each) + i));
        })).ToArray();
        var taken = new List<int>();

        foreach (var writer in writers)
            writer.Start();
        while (writers.Any(writer => writer.IsAlive))
            taken.AddRange(Numbers(_awaited.TakeAll()));
        taken.AddRange(Numbers(_awaited.TakeAll()));

        foreach (var thread in taken.GroupBy(number => number / each))
            Assert.Equal(Enumerable.Range(thread.Key * each, each), thread);
        Assert.Equal(threads * each, taken.Count);
    }

    [Fact]
    public void A_buffer_that_has_gone_takes_none()
    {
        var value = new SomeAwaited(1);
        using (var some = new SomeBuffer())
            some.Buffer.Append([("a", value)], null, commit: true);

        Assert.Equal(1, value.Abandonments);
    }

    private static IEnumerable<int> Numbers(AwaitedValue? first)
    {
        for (var value = first; value is not null; value = value.Next)
            yield return ((SomeAwaited)value).Number;
    }

    private sealed class SomeAwaited(int number) : AwaitedValue
    {
        public int Number => number;

        public int Abandonments { get; private set; }

        public override void Deliver() => Place.Fill(number);

        protected internal override void Abandon() => Abandonments++;
    }
}
