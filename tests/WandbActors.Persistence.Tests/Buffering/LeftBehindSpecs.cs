using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

/// <summary>What another process finds in the file, read without any help of the one that wrote it.</summary>
public class LeftBehindSpecs
{
    [Fact]
    public void Everything_after_the_newest_release_is_found()
    {
        using var some = new SomeBuffer();
        Append(some, 0, 10);
        some.ReadAll();
        some.Release();

        Append(some, 10, 5);
        some.Buffer.AppendRecord([1, 2]);

        Assert.Equal([.. Enumerable.Range(10, 5).Select(i => $"step {i}: i = {i}"), "record 0102"], some.ReadLeftBehind());
    }

    [Fact]
    public void Rows_of_older_laps_are_never_found_again()
    {
        using var some = new SomeBuffer();
        for (var i = 0; i < 5000; i++)
        {
            Append(some, i, 1);
            some.ReadAll();
            some.Release();
        }

        Append(some, 5000, 3);

        Assert.Equal(["step 5000: i = 5000", "step 5001: i = 5001", "step 5002: i = 5002"], some.ReadLeftBehind());
    }

    [Fact]
    public void A_full_ring_is_found_whole_across_its_end()
    {
        using var some = new SomeBuffer();
        Append(some, 0, 777);
        some.ReadAll();
        some.Release();
        var i = 777;
        while (some.Buffer.Append([("i", i), ("text", new string('t', i % 90))], i, commit: true) == AppendOutcome.Accepted)
            i++;

        var found = some.ReadLeftBehind();

        Assert.Equal(some.ReadAll(), found);
        Assert.Equal(i - 777, found.Count);
    }

    [Fact]
    public void A_row_that_was_never_committed_is_a_hole_to_step_over()
    {
        using var some = new SomeBuffer();
        Append(some, 0, 5);
        some.Damage(2 * 48, new byte[8]); // as a producer that was killed before its commit word leaves it

        var found = some.ReadLeftBehind(reader => Assert.Equal((1, 0), (reader.Holes, reader.DamagedItems)));

        Assert.Equal(["step 0: i = 0", "step 1: i = 1", "step 3: i = 3", "step 4: i = 4"], found);
    }

    [Fact]
    public void A_live_reader_waits_at_an_uncommitted_row()
    {
        using var some = new SomeBuffer();
        Append(some, 0, 3);
        var commit = BitConverter.GetBytes(RowBufferFormat.CommitWord(48, 48, RowBufferFormat.Seed(some.Guid)));
        some.Damage(48, new byte[8]);

        var before = some.ReadAll();
        var stop = some.Reader.Stop;
        some.Damage(48, commit);
        var after = some.ReadAll();

        Assert.Equal(["step 0: i = 0"], before);
        Assert.Equal(ReadStop.BeingWritten, stop);
        Assert.Equal(["step 1: i = 1", "step 2: i = 2"], after);
        Assert.Equal(ReadStop.End, some.Reader.Stop);
    }

    [Theory]
    [InlineData(8)]  // checksum
    [InlineData(12)] // kind and flags
    [InlineData(16)] // time
    [InlineData(24)] // step
    [InlineData(35)] // key
    [InlineData(47)] // the number
    public void A_torn_row_is_counted_and_never_read(int offset)
    {
        using var some = new SomeBuffer();
        Append(some, 0, 3);
        some.Damage(48 + offset, [0x5F]);

        var found = some.ReadLeftBehind(reader => Assert.Equal(1, reader.DamagedItems));

        Assert.Equal(["step 0: i = 0", "step 2: i = 2"], found);
        Assert.Equal(found, some.ReadAll());
    }

    [Fact]
    public void A_copy_of_a_row_elsewhere_in_the_ring_is_not_a_row()
    {
        using var some = new SomeBuffer();
        Append(some, 0, 4);
        var copy = new byte[48];
        using (var file = File.OpenHandle(some.Buffer.Path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            RandomAccess.Read(file, copy, RowBufferFormat.RingAt(SomeBuffer.Settings.KeyTableBytes));

        some.Damage(2 * 48, copy);

        Assert.Equal(["step 0: i = 0", "step 1: i = 1", "step 3: i = 3"], some.ReadLeftBehind());
    }

    [Fact]
    public void Objects_and_awaited_numbers_are_lost_but_not_their_row()
    {
        using var some = new SomeBuffer();
        var arrived = new RememberingDeferred();
        some.Buffer.Append(
            [
                ("image", new MetricValue(new NamedObject("cat"))),
                ("late", new MetricValue(new RememberingDeferred())),
                ("early", new MetricValue(arrived)),
                ("n", 1),
            ],
            null,
            commit: true);
        arrived.Place.Fill(0.25);

        Assert.Equal(["row: image = lost, late = given up, early = 0.25, n = 1"], some.ReadLeftBehind());
    }

    [Fact]
    public void A_file_of_another_kind_is_turned_away()
    {
        using var some = new SomeBuffer();
        var path = Path.Combine(some.RunDirectory, "other");
        File.WriteAllBytes(path, new byte[RowBufferFormat.KeyTableAt]);
        some.DamageFile(RowBufferFormat.VersionAt, [9]);

        Assert.Contains("is not a row buffer", Assert.Throws<InvalidDataException>(() => RowBufferFile.Open(path)).Message);
        Assert.Contains("version 9", Assert.Throws<InvalidDataException>(() => RowBufferFile.Open(some.Buffer.Path!)).Message);
    }

    private static void Append(SomeBuffer some, int first, int count)
    {
        for (var i = first; i < first + count; i++)
            Assert.Equal(AppendOutcome.Accepted, some.Buffer.Append([("i", i)], i, commit: true));
    }
}
