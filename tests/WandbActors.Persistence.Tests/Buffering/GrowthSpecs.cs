using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

/// <summary>A ring of 1 MiB: four segments of 256 KiB.</summary>
public class GrowthSpecs
{
    private const int RowBytes = 64;

    private static readonly RowBufferSettings Settings = SomeBuffer.Settings with { RingBytes = 1 << 20 };
    private static readonly long Segment = Settings.SegmentBytes;

    [Fact]
    public void A_ring_begins_with_two_segments_and_grows_to_its_size_although_nothing_is_released()
    {
        using var some = new SomeBuffer(Settings);
        Append(some, 1);
        some.ReadAll();

        var atStart = some.Buffer.AssignedBytes;
        var rows = 1 + AppendUntilFull(some);

        Assert.Equal(2 * Segment, atStart);
        Assert.Equal(some.Buffer.RingBytes / RowBytes, rows);
        Assert.Equal(rows, some.ReadLeftBehind().Count);
    }

    [Fact]
    public void Making_room_keeps_a_whole_segment_ahead()
    {
        using var some = new SomeBuffer(Settings);

        Append(some, Segment / RowBytes);
        some.Buffer.MakeRoom();
        var oneInUse = some.Buffer.AssignedBytes;
        Append(some, 1);
        some.Buffer.MakeRoom();

        Assert.Equal(2 * Segment, oneInUse);
        Assert.Equal(3 * Segment, some.Buffer.AssignedBytes);
    }

    [Fact]
    public void Making_room_doubles_a_ring_whose_tail_is_stuck()
    {
        using var some = new SomeBuffer(SomeBuffer.Settings with { RingBytes = 1 << 24 });

        Append(some, 3 * Segment / RowBytes);
        some.Buffer.MakeRoom();

        Assert.Equal(6 * Segment, some.Buffer.AssignedBytes);
    }

    [Fact]
    public void Segments_that_were_released_are_used_again_before_new_memory_is()
    {
        using var some = new SomeBuffer(new RowBufferSettings());

        for (var half = 0; half < 300; half++)
        {
            Append(some, Segment / RowBytes / 2);
            some.Buffer.MakeRoom();
            some.ReadAll();
            some.Release();
        }

        Assert.InRange(some.Buffer.AssignedBytes, Segment, 3 * Segment);
        if (some.Buffer.Path!.StartsWith("/dev/shm/", StringComparison.Ordinal))
            Assert.InRange(FileBlocks.BytesOf(some.Buffer.Path), 2 * Segment, RowBufferFormat.RingAt(1 << 20) + (3 * Segment));
    }

    [Fact]
    public void Where_memory_is_refused_the_ring_stays_as_it_is_and_goes_on()
    {
        if (!Directory.Exists("/dev/shm"))
            return; // a file on a disk has all its memory from the start
        var directory = Directory.CreateDirectory($"/dev/shm/wandb-actors-test-{Guid.NewGuid():N}");
        using var some = new SomeBuffer(Settings with { Directory = directory.FullName });
        directory.Delete(recursive: true); // from now on it cannot be asked whether there is room

        var rows = AppendUntilFull(some);
        var isHalfFull = some.Buffer.IsHalfFull;
        some.Buffer.MakeRoom();
        var read = some.ReadAll().Count;
        some.Release();

        Assert.Equal(2 * Segment / RowBytes, rows);
        Assert.True(isHalfFull);
        Assert.Equal(rows, read);
        Assert.Equal(rows, AppendUntilFull(some));
    }

    [Fact]
    public void A_ring_is_half_full_when_half_of_its_whole_size_has_not_been_read()
    {
        using var some = new SomeBuffer(Settings);

        Append(some, some.Buffer.RingBytes / 2 / RowBytes);
        var atHalf = some.Buffer.IsHalfFull;
        Append(some, 1);
        var behindIt = some.Buffer.IsHalfFull;
        some.Reader.TryRead(out _);

        Assert.Equal((false, true, false), (atHalf, behindIt, some.Buffer.IsHalfFull));
    }

    [Fact]
    public void A_closed_ring_makes_no_room()
    {
        using var some = new SomeBuffer(Settings);
        Append(some, (Segment / RowBytes) + 1);

        some.Buffer.Close();
        some.Buffer.MakeRoom();

        Assert.Equal(2 * Segment, some.Buffer.AssignedBytes);
    }

    [Fact]
    public void An_anonymous_ring_grows_too()
    {
        var buffer = RowBuffer.Create(
            Settings with { Directory = "/no/such/directory" }, Guid.NewGuid(), "/no/such/run/run-some.wandb", TimeProvider.System, () => { });

        var rows = 0;
        while (buffer.Append([("loss", 0.5), ("acc", 0.5)], null, commit: true) == AppendOutcome.Accepted)
            rows++;

        Assert.Equal(buffer.RingBytes / RowBytes, rows);
        Assert.Equal(rows, SomeBuffer.ReadAll(buffer.Reader).Count);
        buffer.Delete();
    }

    [Fact]
    public void Making_room_while_threads_append_loses_and_doubles_nothing()
    {
        using var some = new SomeBuffer(Settings with { MaxWait = TimeSpan.FromMinutes(1) });
        const int threads = 4, rows = 50_000;
        var producers = Enumerable.Range(0, threads).Select(_ => new Thread(() => Append(some, rows))).ToList();
        var hasEnded = false;
        var maker = new Thread(() =>
        {
            while (!Volatile.Read(ref hasEnded))
                some.Buffer.MakeRoom();
        });

        producers.ForEach(producer => producer.Start());
        maker.Start();
        while (some.Reader.RowsRead < threads * rows)
        {
            for (var i = 0; i < 3000 && some.Reader.TryRead(out _); i++) { }
            some.Release();
        }

        Volatile.Write(ref hasEnded, true);
        maker.Join();
        Assert.Equal((threads * rows, 0), (some.Reader.RowsRead, some.Reader.DamagedItems));
        Assert.False(some.Reader.TryRead(out _));
    }

    private static void Append(SomeBuffer some, long rows)
    {
        for (var i = 0L; i < rows; i++)
            Assert.Equal(AppendOutcome.Accepted, Append(some));
    }

    private static long AppendUntilFull(SomeBuffer some)
    {
        var rows = 0L;
        while (Append(some) == AppendOutcome.Accepted)
            rows++;
        return rows;
    }

    private static AppendOutcome Append(SomeBuffer some) => some.Buffer.Append([("loss", 0.5), ("acc", 0.5)], null, commit: true);
}
