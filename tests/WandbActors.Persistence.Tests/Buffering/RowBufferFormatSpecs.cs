using FsCheck.Xunit;
using WandbActors.Persistence.Buffering;

namespace WandbActors.Persistence.Tests.Buffering;

public class RowBufferFormatSpecs
{
    [Property(MaxTest = 1000)]
    public bool A_commit_word_fits_its_own_position_and_length_only(Guid guid, ulong at, ulong elsewhere, ushort length)
    {
        var (here, there) = ((long)(at % (1UL << 44)) * 16, (long)(elsewhere % (1UL << 44)) * 16);
        var seed = RowBufferFormat.Seed(guid);
        var bytes = (length + 1) * 16;
        var word = RowBufferFormat.CommitWord(here, bytes, seed);

        return RowBufferFormat.Fits(word, here, seed, out var read) && read == bytes
            && (here == there || !RowBufferFormat.Fits(word, there, seed, out _));
    }

    [Fact]
    public void No_two_laps_share_a_tag()
    {
        var seed = RowBufferFormat.Seed(Guid.NewGuid());

        var words = Enumerable.Range(0, 1_000_000).Select(lap => RowBufferFormat.CommitWord(lap * 65_536L, 64, seed)).ToHashSet();

        Assert.Equal(1_000_000, words.Count);
    }

    [Fact]
    public void Zeros_are_no_item() => Assert.False(RowBufferFormat.Fits(0, 0, RowBufferFormat.Seed(Guid.NewGuid()), out _));

    [Fact]
    public void Files_of_two_logs_do_not_fit_each_other()
    {
        var word = RowBufferFormat.CommitWord(4096, 64, RowBufferFormat.Seed(Guid.NewGuid()));

        Assert.False(RowBufferFormat.Fits(word, 4096, RowBufferFormat.Seed(Guid.NewGuid()), out _));
    }

    // The bytes themselves, so that a change of the format does not go unnoticed: it must change the version too.
    [Fact]
    public void Version_3_is_what_it_was()
    {
        var seed = RowBufferFormat.Seed(new Guid("00112233-4455-6677-8899-aabbccddeeff"));

        Assert.Equal(3u, RowBufferFormat.Version);
        Assert.Equal([16_384L, 65_536L, 262_144L, 1_048_576L], ((long[])[1 << 16, 1 << 18, 1 << 24, 1 << 26]).Select(RowBufferFormat.SegmentBytes));
        Assert.Equal("39E42A5C15800004", $"{RowBufferFormat.CommitWord(0x12345670, 64, seed):X16}");
        Assert.Equal(2658735785u, RowBufferFormat.Checksum(0x201, [1, 2, 3, 4]));
    }
}
