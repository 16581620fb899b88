using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public class MarkSpecs
{
    [Fact]
    public void A_new_buffer_has_a_release_of_nothing()
    {
        using var some = new SomeBuffer();

        Assert.Equal((0, 0), (some.Buffer.ReadMarks().Release.Position, some.Buffer.ReadMarks().Release.LogOffset));
        Assert.Null(some.Buffer.ReadMarks().Intent);
    }

    [Fact]
    public void Marks_survive_with_their_state()
    {
        using var some = new SomeBuffer();

        some.Buffer.NoteRelease(new RingMark(64, 1000, new byte[] { 1, 2, 3 }));
        some.Buffer.NoteIntent(new RingMark(128, 2000, new byte[RowBufferFormat.MaxStateBytes]));

        using var file = RowBufferFile.Open(some.Buffer.Path!);
        var marks = new MarkSlots(file).Read()!.Value;
        Assert.Equal((64, 1000), (marks.Release.Position, marks.Release.LogOffset));
        Assert.Equal([1, 2, 3], marks.Release.State.ToArray());
        Assert.Equal((128, 2000), (marks.Intent!.Value.Position, marks.Intent.Value.LogOffset));
        Assert.Equal(RowBufferFormat.MaxStateBytes, marks.Intent.Value.State.Length);
    }

    [Fact]
    public void A_release_ends_its_intent()
    {
        using var some = new SomeBuffer();

        for (var i = 1; i <= 5; i++)
        {
            some.Buffer.NoteIntent(Mark(i));
            Assert.Equal(i, some.Buffer.ReadMarks().Intent!.Value.LogOffset);
            Assert.Equal(i - 1, some.Buffer.ReadMarks().Release.LogOffset);
            some.Buffer.NoteRelease(Mark(i));
            Assert.Null(some.Buffer.ReadMarks().Intent);
            Assert.Equal(i, some.Buffer.ReadMarks().Release.LogOffset);
        }
    }

    [Fact]
    public void However_marks_follow_each_other_a_torn_one_leaves_a_whole_release()
    {
        for (var history = 0; history < 64; history++)
        {
            using var some = new SomeBuffer();
            var newestRelease = 0;
            for (var i = 1; i <= 6; i++)
            {
                var isRelease = (history >> (i - 1) & 1) == 1;
                var (slot, before) = (SlotWrittenBy(() => Note(some, i, isRelease), some), newestRelease);
                newestRelease = isRelease ? i : newestRelease;

                var whole = some.Buffer.ReadMarks().Release.LogOffset;
                var torn = ReadTorn(some, slot);

                Assert.Equal(newestRelease, whole);
                Assert.Equal(before, torn);
            }
        }
    }

    [Fact]
    public void A_state_that_does_not_fit_its_slot_is_a_mistake()
    {
        using var some = new SomeBuffer();

        Assert.Throws<ArgumentOutOfRangeException>(() => some.Buffer.NoteIntent(new RingMark(0, 0, new byte[RowBufferFormat.MaxStateBytes + 1])));
    }

    private static RingMark Mark(int i) => new(0, i, new byte[] { (byte)i });

    private static void Note(SomeBuffer some, int i, bool isRelease)
    {
        if (isRelease)
            some.Buffer.NoteRelease(Mark(i));
        else
            some.Buffer.NoteIntent(Mark(i));
    }

    private static int SlotWrittenBy(Action note, SomeBuffer some)
    {
        var before = SlotBytes(some, 0);
        note();
        return before.SequenceEqual(SlotBytes(some, 0)) ? 1 : 0;
    }

    // The newest release that is left when the slot's writing was cut short: its state is new, its checksum is not.
    private static long ReadTorn(SomeBuffer some, int slot)
    {
        var state = RowBufferFormat.HeaderBytes + (slot * RowBufferFormat.MarkSlotBytes) + RowBufferFormat.MarkHeaderBytes;
        var whole = SlotBytes(some, slot)[RowBufferFormat.MarkHeaderBytes];
        some.DamageFile(state, [(byte)~whole]);
        var newest = some.Buffer.ReadMarks().Release.LogOffset;
        some.DamageFile(state, [whole]);
        return newest;
    }

    private static byte[] SlotBytes(SomeBuffer some, int slot)
    {
        var bytes = new byte[64];
        using var file = File.OpenHandle(some.Buffer.Path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        RandomAccess.Read(file, bytes, RowBufferFormat.HeaderBytes + (slot * RowBufferFormat.MarkSlotBytes));
        return bytes;
    }
}
