using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public class ClosingSpecs
{
    [Fact]
    public void A_closed_buffer_refuses_and_can_still_be_read()
    {
        using var some = new SomeBuffer();
        some.Buffer.Append([("loss", 1)], null, commit: true);

        some.Buffer.Close();

        Assert.Equal(AppendOutcome.RefusedClosed, some.Buffer.Append([("loss", 2)], null, commit: true));
        Assert.Equal(AppendOutcome.RefusedClosed, some.Buffer.Append([("text", "new")], null, commit: true));
        Assert.Equal(AppendOutcome.RefusedClosed, some.Buffer.AppendRecord([1]));
        Assert.Equal((2, 1), (some.Buffer.Counters.Refused(AppendOutcome.RefusedClosed), some.Buffer.Counters.RecordsRefused));
        Assert.Equal(["row: loss = 1"], some.ReadAll());
        Assert.Equal(ReadStop.End, some.Reader.Stop);
    }

    [Fact]
    public void After_dispose_everything_is_refused_and_nothing_crashes()
    {
        using var some = new SomeBuffer();
        some.Buffer.Append([("loss", 1)], null, commit: true);

        some.Buffer.Dispose();
        some.Buffer.Dispose();

        Assert.Equal(AppendOutcome.RefusedClosed, some.Buffer.Append([("loss", 2)], null, commit: true));
        Assert.Equal(-1, some.Buffer.KeyOf("another"));
        Assert.Throws<ObjectDisposedException>(() => some.Reader.TryRead(out _));
        Assert.Throws<ObjectDisposedException>(() => some.Release());
    }

    [Fact]
    public void Closing_amid_appends_loses_none_that_was_accepted()
    {
        for (var round = 0; round < 60; round++)
        {
            using var some = new SomeBuffer(SomeBuffer.Settings with { RingBytes = 256 * 1024 });
            var accepted = 0;
            var producers = Enumerable.Range(0, 3).Select(_ => new Thread(() => Produce(some.Buffer, ref accepted))).ToList();
            var read = 0;

            producers.ForEach(producer => producer.Start());
            while (read < round * 15)
                read += some.ReadAll().Count;
            some.Buffer.Close();
            do
            {
                read += some.ReadAll().Count;
            }
            while (some.Reader.Stop != ReadStop.End);
            some.Buffer.Dispose();
            producers.ForEach(producer => producer.Join());

            Assert.Equal(accepted, read);
        }
    }

    // Unmapping under a producer would end the test process.
    [Fact]
    public void Disposing_amid_appends_waits_for_those_that_are_writing()
    {
        for (var round = 0; round < 60; round++)
        {
            using var some = new SomeBuffer(SomeBuffer.Settings with { RingBytes = 1 << 24 });
            var accepted = 0;
            var producers = Enumerable.Range(0, 4).Select(_ => new Thread(() => Produce(some.Buffer, ref accepted))).ToList();

            producers.ForEach(producer => producer.Start());
            SpinWait.SpinUntil(() => Volatile.Read(ref accepted) > 5000);
            some.Buffer.Dispose();
            producers.ForEach(producer => producer.Join());

            Assert.True(some.Buffer.Counters.Refused(AppendOutcome.RefusedClosed) >= 4);
        }
    }

    // Also new names and texts, which touch more than the ring.
    private static void Produce(RowBuffer buffer, ref int accepted)
    {
        for (var i = 0; ; i++)
        {
            var outcome = i % 10 == 9
                ? buffer.Append([($"metric-{i}", "text")], null, commit: true)
                : buffer.Append([("loss", i), ("acc", i)], null, commit: true);
            if (outcome == AppendOutcome.RefusedClosed)
                return;
            if (outcome == AppendOutcome.Accepted)
                Interlocked.Increment(ref accepted);
        }
    }
}
