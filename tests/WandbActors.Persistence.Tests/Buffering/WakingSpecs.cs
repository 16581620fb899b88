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
    public void Each_new_segment_wakes_once()
    {
        using var some = new SomeBuffer();
        var rows = (int)(SomeBuffer.Settings.SegmentBytes / 64);

        Append(some.Buffer, rows);
        var inFirst = some.Wakes;
        Append(some.Buffer, 1);
        var inSecond = some.Wakes;
        Append(some.Buffer, rows - 1);
        var stillInSecond = some.Wakes;
        Append(some.Buffer, 1);

        Assert.Equal((0, 1, 1, 2), (inFirst, inSecond, stillInSecond, some.Wakes));
    }

    [Fact]
    public void An_item_behind_padding_wakes_as_the_first_of_its_segment()
    {
        using var some = new SomeBuffer();
        var texts = (int)(SomeBuffer.Settings.SegmentBytes / 3000) + 1;

        for (var i = 0; i < texts; i++)
            some.Buffer.AppendRecord(new byte[3000 - RowBufferFormat.RecordHeaderBytes]);

        Assert.Equal(1, some.Wakes);
    }

    [Fact]
    public void No_row_is_left_behind_by_a_consumer_that_parks_as_it_comes()
    {
        using var wake = new SemaphoreSlim(0);
        var directory = Directory.CreateTempSubdirectory("row-buffer-").FullName;
        var buffer = RowBuffer.Create(SomeBuffer.Settings, Guid.NewGuid(), Path.Combine(directory, "run-some.wandb"), TimeProvider.System, () => wake.Release());
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
