using Microsoft.Extensions.Time.Testing;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public class AllocationSpecs
{
    private const int Appends = 100_000;

    [Fact]
    public void Logging_numbers_by_name_allocates_nothing() =>
        Assert.Equal(0, BytesOf(some => some.Buffer.Append([("loss", 0.5), ("acc", 1)], null, commit: true)));

    [Fact]
    public void Logging_numbers_by_handle_allocates_nothing()
    {
        Metric? loss = null;

        Assert.Equal(0, BytesOf(some => some.Buffer.Append([(loss ??= some.Buffer.MetricOf("loss"), 0.5)], 3, commit: false)));
    }

    [Fact]
    public void Names_made_anew_for_each_call_allocate_nothing()
    {
        var names = Enumerable.Range(0, 1000).Select(i => new string($"metric-{i % 2}")).ToArray();
        var next = 0;

        Assert.Equal(0, BytesOf(some => some.Buffer.Append([(names[next++ % names.Length], 0.5)], null, commit: true)));
    }

    [Fact]
    public void More_kinds_of_rows_than_are_remembered_allocate_next_to_nothing()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"metric-{i}").ToArray();
        var next = 0;

        Assert.InRange(BytesOf(some => some.Buffer.Append([(names[next++ % names.Length], 0.5)], null, commit: true)), 0, 2000);
    }

    [Fact]
    public void Logging_a_text_allocates_nothing_but_the_text() =>
        Assert.Equal(0, BytesOf(some => some.Buffer.Append([("loss", 0.5), ("note", "a text")], null, commit: true)));

    [Fact]
    public void Logging_a_record_allocates_nothing() =>
        Assert.Equal(0, BytesOf(some => some.Buffer.AppendRecord("a record of some bytes"u8)));

    private static long BytesOf(Func<SomeBuffer, AppendOutcome> append)
    {
        using var some = new SomeBuffer(time: new FakeTimeProvider()); // no call is slow, and none is remarked on
        Assert.Equal(0, Run(some, append, 1000).Refused);

        var (refused, bytes) = Run(some, append, Appends);

        Assert.Equal(0, refused);
        return bytes;
    }

    private static (int Refused, long Bytes) Run(SomeBuffer some, Func<SomeBuffer, AppendOutcome> append, int count)
    {
        var refused = 0;
        var bytes = 0L;
        for (var i = 0; i < count; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            if (append(some) != AppendOutcome.Accepted)
                refused++;
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            if (i % 100 == 99)
            {
                while (some.Reader.TryRead(out _)) { }
                some.Release();
            }
        }

        return (refused, bytes);
    }
}
