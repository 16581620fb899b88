using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public class WakingSpecs
{
    [Fact]
    public void A_consumer_that_is_not_parked_is_left_alone()
    {
        using var some = new SomeBuffer();

        Append(some.Buffer, 100);

        Assert.Equal(0, some.Wakes);
    }

    [Fact]
    public void A_parked_consumer_is_woken_once()
    {
        using var some = new SomeBuffer();

        Assert.True(some.Buffer.TryPark());
        Append(some.Buffer, 100);

        Assert.Equal(1, some.Wakes);
    }

    [Fact]
    public void A_consumer_with_something_to_read_does_not_park()
    {
        using var some = new SomeBuffer();

        Append(some.Buffer, 1);
        var parked = some.Buffer.TryPark();
        Append(some.Buffer, 1);

        Assert.False(parked);
        Assert.Equal(0, some.Wakes);
    }

    [Fact]
    public void Crossing_half_of_the_ring_wakes_once_for_each_crossing()
    {
        using var some = new SomeBuffer();
        var half = (int)(some.Buffer.RingBytes / 2 / 64);

        Append(some.Buffer, half - 1);
        Assert.Equal(0, some.Wakes);
        Append(some.Buffer, 1);
        Assert.Equal(1, some.Wakes);
        Append(some.Buffer, half / 2);
        some.ReadAll();
        some.Release();
        Append(some.Buffer, half + 10);

        Assert.Equal(2, some.Wakes);
    }

    [Fact]
    public void No_row_is_left_behind_by_a_consumer_that_parks_as_it_comes()
    {
        using var wake = new SemaphoreSlim(0);
        var directory = Directory.CreateTempSubdirectory("row-buffer-").FullName;
        var buffer = RowBuffer.Create(SomeBuffer.Settings, Guid.NewGuid(), directory, TimeProvider.System, () => wake.Release());
        const int rows = 20_000;
        var parks = 0;

        var producer = new Thread(() =>
        {
            for (var i = 0; i < rows;)
            {
                if (buffer.Append([("i", i)], null, commit: true) == AppendOutcome.Accepted)
                    i++;
            }
        });
        producer.Start();
        while (buffer.Reader.RowsRead < rows)
        {
            while (buffer.Reader.TryRead(out _)) { }
            buffer.NoteRelease(new RingMark(buffer.Reader.Position, 0, default));
            if (buffer.Reader.RowsRead < rows && buffer.TryPark())
            {
                parks++;
                Assert.True(wake.Wait(TimeSpan.FromMinutes(1)), "the wake-up was lost");
            }
        }

        producer.Join();
        Assert.True(parks > 0);
        buffer.Delete();
        Directory.Delete(directory, recursive: true);
    }

    private static void Append(RowBuffer buffer, int rows)
    {
        for (var i = 0; i < rows; i++)
            Assert.Equal(AppendOutcome.Accepted, buffer.Append([("loss", 0.5), ("acc", 0.5)], null, commit: true));
    }
}
