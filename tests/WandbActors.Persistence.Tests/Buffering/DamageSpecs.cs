using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

/// <summary>A buffer file with damage: what can be read is read, and what cannot is said.</summary>
public class DamageSpecs
{
    private static readonly long RingStart = RowBufferFormat.RingAt(SomeBuffer.Settings.KeyTableBytes);
    private static readonly int Segment = (int)SomeBuffer.Settings.SegmentBytes;

    [Fact]
    public void A_segment_table_that_is_gone_is_made_up_from_the_segments()
    {
        using var some = Scrambled(out var expected);

        some.DamageFile(RowBufferFormat.SegmentTableAt, new byte[8 * RowBufferFormat.MaxSegments]);

        using var found = Open(some);
        Assert.Equal(expected, SomeBuffer.ReadAll(found.Reader));
        Assert.Contains("were missing in its table", Assert.Single(found.Problems));
    }

    [Fact]
    public void Segments_that_are_confused_in_the_table_are_told_apart_by_their_contents()
    {
        using var some = Scrambled(out var expected);
        var entry = new byte[8];
        using (var file = File.OpenHandle(some.Buffer.Path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            RandomAccess.Read(file, entry, RowBufferFormat.SegmentTableAt);

        for (var place = 1; place < 4; place++)
            some.DamageFile(RowBufferFormat.SegmentTableAt + (8 * place), entry);

        using var found = Open(some);
        Assert.Equal(expected, SomeBuffer.ReadAll(found.Reader));
    }

    [Fact]
    public void Without_marks_everything_that_is_still_there_is_found()
    {
        using var some = Scrambled(out var expected);

        foreach (var slot in (int[])[0, 1])
            some.DamageFile(RowBufferFormat.HeaderBytes + (slot * RowBufferFormat.MarkSlotBytes) + 16, [1, 2, 3]);

        using var found = Open(some);
        Assert.Null(found.Marks);
        Assert.True(found.AreMarksDamaged);
        Assert.Equal(expected, SomeBuffer.ReadAll(found.Reader).TakeLast(expected.Count));
        Assert.Contains(found.Problems, problem => problem.Contains("marks are damaged"));
    }

    [Fact]
    public void A_mark_that_a_kill_has_torn_is_no_damage()
    {
        using var some = Scrambled(out var expected);
        some.Buffer.NoteIntent(new RingMark(some.Reader.Position, 77, default));
        var torn = Enumerable.Range(0, 2).Single(slot => IsIntent(some, slot));

        some.DamageFile(RowBufferFormat.HeaderBytes + (torn * RowBufferFormat.MarkSlotBytes), new byte[12]);

        using var found = Open(some);
        Assert.Null(found.Marks!.Value.Intent);
        Assert.False(found.AreMarksDamaged);
        Assert.Equal(expected, SomeBuffer.ReadAll(found.Reader));
    }

    [Fact]
    public void With_an_older_mark_than_the_newest_everything_that_is_still_there_is_found()
    {
        using var some = Scrambled(out var expected);
        var newest = some.Buffer.ReadMarks().Release.Position;
        for (var slot = 0; slot < 2; slot++)
        {
            if (PositionIn(some, slot) == newest)
                some.DamageFile(RowBufferFormat.HeaderBytes + (slot * RowBufferFormat.MarkSlotBytes) + 24, [0xFF]);
        }

        using var found = Open(some);
        Assert.True(found.Marks!.Value.Release.Position < newest);
        Assert.True(found.AreMarksDamaged);
        Assert.Equal(expected, SomeBuffer.ReadAll(found.Reader).TakeLast(expected.Count));
    }

    [Fact]
    public void A_damaged_name_costs_only_itself()
    {
        using var some = new SomeBuffer();
        some.Buffer.Append([("first", 1), ("second", 2), ("third", 3)], null, commit: true);

        some.DamageFile(RowBufferFormat.KeyTableAt + 32 + 20, [0xFF]);
        var checksum = Read(some);
        some.DamageFile(RowBufferFormat.KeyTableAt + 32, new byte[16]);
        var commit = Read(some);

        Assert.Equal(("row: first = 1, unknown-metric-1 = 2, third = 3", 1), checksum);
        Assert.Equal(checksum, commit);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    [InlineData(-1)]
    public void A_file_that_was_cut_gives_what_is_left(int inSecondSegment)
    {
        using var some = new SomeBuffer();
        for (var i = 0; i < 600; i++)
            some.Buffer.AppendRecord(BitConverter.GetBytes(i));
        var whole = some.ReadAll();
        var cut = Path.Combine(some.RunDirectory, "cut");

        File.Copy(some.Buffer.Path!, cut);
        using (var file = File.OpenWrite(cut))
            file.SetLength(RingStart + Segment + inSecondSegment);

        using var found = LeftBehindBuffer.Open(cut, some.RunDirectory);
        Assert.Equal(whole.Take((Segment + inSecondSegment) / 32), SomeBuffer.ReadAll(found.Reader));
        Assert.Contains(found.Problems, problem => problem.Contains("was cut"));
    }

    [Fact]
    public void A_file_that_was_cut_in_its_key_table_has_no_rows_but_marks()
    {
        using var some = new SomeBuffer();
        some.Buffer.Append([("loss", 1)], null, commit: true);
        var cut = Path.Combine(some.RunDirectory, "cut");

        File.Copy(some.Buffer.Path!, cut);
        using (var file = File.OpenWrite(cut))
            file.SetLength(RowBufferFormat.KeyTableAt + 100);

        using var found = LeftBehindBuffer.Open(cut, some.RunDirectory);
        Assert.NotNull(found.Marks);
        Assert.Empty(SomeBuffer.ReadAll(found.Reader));
    }

    [Fact]
    public void A_header_that_is_damaged_or_of_another_version_is_turned_away()
    {
        using var some = new SomeBuffer();
        var path = some.Buffer.Path!;

        some.DamageFile(RowBufferFormat.GuidAt, [(byte)~some.Guid.ToByteArray()[0]]);
        var damaged = Assert.Throws<InvalidDataException>(() => LeftBehindBuffer.Open(path, some.RunDirectory));
        some.DamageFile(RowBufferFormat.VersionAt, [1]);
        var older = Assert.Throws<InvalidDataException>(() => LeftBehindBuffer.Open(path, some.RunDirectory));

        Assert.Contains("header is damaged", damaged.Message);
        Assert.Contains("version 1; this program reads version 3", older.Message);
    }

    [Fact]
    public void A_row_whose_values_would_lie_outside_it_is_damaged_although_its_checksum_holds()
    {
        using var some = new SomeBuffer();
        ulong[] row = [0, 0, 0, 0];
        RowBufferFormat.Seal(row, RowBufferFormat.ItemHead(BufferedItemKind.Row, 8, 0xFF_FFFF));
        row[0] = RowBufferFormat.CommitWord(0, 32, RowBufferFormat.Seed(some.Guid));

        some.Damage(0, System.Runtime.InteropServices.MemoryMarshal.AsBytes(row.AsSpan()));

        Assert.Empty(some.ReadLeftBehind(reader => Assert.Equal(1, reader.DamagedItems)));
    }

    // Two laps and a half, with releases, so that segments lie in an order of their own.
    private static SomeBuffer Scrambled(out List<string> unreleased)
    {
        var some = new SomeBuffer();
        var appended = new List<string>();
        foreach (var (rows, reads) in ((int, int)[])[(400, 380), (500, 250), (450, 500), (700, 300), (500, 600), (100, 0)])
        {
            for (var i = 0; i < rows; i++)
            {
                Assert.Equal(AppendOutcome.Accepted, some.Buffer.Append([("i", appended.Count)], null, commit: true));
                appended.Add($"row: i = {appended.Count}");
            }

            for (var i = 0; i < reads; i++)
                Assert.True(some.Reader.TryRead(out _));
            if (reads > 0)
                some.Release();
        }

        unreleased = [.. appended.Skip((int)some.Reader.RowsRead)];
        return some;
    }

    private static LeftBehindBuffer Open(SomeBuffer some) => LeftBehindBuffer.Open(some.Buffer.Path!, some.RunDirectory);

    private static (string Row, int Unknown) Read(SomeBuffer some)
    {
        using var found = Open(some);
        return (Assert.Single(SomeBuffer.ReadAll(found.Reader)), found.Reader.UnknownNames);
    }

    private static bool IsIntent(SomeBuffer some, int slot) => BytesOf(some, slot)[12] == 1;

    private static long PositionIn(SomeBuffer some, int slot) => BitConverter.ToInt64(BytesOf(some, slot), 16);

    private static byte[] BytesOf(SomeBuffer some, int slot)
    {
        var header = new byte[RowBufferFormat.MarkHeaderBytes];
        using var file = File.OpenHandle(some.Buffer.Path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        RandomAccess.Read(file, header, RowBufferFormat.HeaderBytes + (slot * RowBufferFormat.MarkSlotBytes));
        return header;
    }
}
