using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public class ConcurrencySpecs
{
    private const int Threads = 8;
    private const int RowsPerThread = 125_000;

    [Fact]
    public void A_million_rows_of_eight_threads_arrive_whole_and_in_each_threads_order()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { MaxWait = TimeSpan.FromMinutes(1) });
        var producers = Enumerable.Range(0, Threads).Select(thread => new Thread(() => Produce(some.Buffer, thread))).ToList();
        var newest = new long[Threads];
        var wrong = 0;

        producers.ForEach(producer => producer.Start());
        while (some.Reader.RowsRead < Threads * RowsPerThread)
        {
            while (some.Reader.TryRead(out var row))
            {
                var (thread, sequence) = (row[0].Bits, row[1].Bits);
                if (row.Step != sequence || row[2].Bits != Check(thread, sequence) || newest[thread]++ != sequence || !HasExtra(row, sequence))
                    wrong++;
            }

            some.Release();
        }

        producers.ForEach(producer => producer.Join());
        Assert.Equal(0, wrong);
        Assert.All(newest, rows => Assert.Equal(RowsPerThread, rows));
        Assert.False(some.Reader.TryRead(out _));
        Assert.True(some.Reader.Position > 1000 * some.Buffer.RingBytes / 2);
        Assert.Equal(0, some.Reader.DamagedItems);
    }

    [Fact]
    public void Metrics_first_seen_by_many_threads_at_once_get_one_number_each()
    {
        using var some = new SomeBuffer();
        var numbers = new int[Threads][];

        Parallel.For(0, Threads, thread => numbers[thread] = [.. Enumerable.Range(0, 500).Select(i => some.Buffer.KeyOf($"metric-{i}"))]);

        Assert.All(numbers, own => Assert.Equal(numbers[0], own));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"metric-{i}"), numbers[0].Select(number => some.Reader.PathOf(number).ToString()));
    }

    // Now and then a fourth value: a number, a long text, or two; so the rows' lengths differ and padding is needed at the ring's end.
    private static void Produce(RowBuffer buffer, int thread)
    {
        for (long i = 0; i < RowsPerThread; i++)
        {
            MetricValue check = Check(thread, i);
            var outcome = (i % 8) switch
            {
                3 => buffer.Append([("thread", thread), ("i", i), ("check", check), ("extra", i)], i, commit: true),
                5 => buffer.Append([("thread", thread), ("i", i), ("check", check), ("extra", new string('t', (int)(i % 300)))], i, commit: true),
                _ => buffer.Append([("thread", thread), ("i", i), ("check", check)], i, commit: true),
            };
            Assert.Equal(AppendOutcome.Accepted, outcome);
        }
    }

    private static bool HasExtra(in BufferedItem row, long i) => (i % 8) switch
    {
        3 => row[3].Bits == i,
        5 => row[3].Utf8.Length == i % 300 && row[3].Utf8.IndexOfAnyExcept((byte)'t') < 0,
        _ => row.Count == 3,
    };

    private static long Check(long thread, long sequence) => ((thread << 40) ^ (sequence * 2_654_435_761)) & long.MaxValue;
}
