using WandbActors.Persistence.TransactionLog;
using WandbActors.Testing;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>Bytes that no writer wrote: what is lost, what is said, and where reading goes on.</summary>
public class DamageSpecs
{
    [Fact]
    public void A_damaged_chunk_costs_what_is_left_of_its_block()
    {
        var records = Enumerable.Range(0, 100).Select(index => SomeLog.Record(1000, (byte)index)).ToArray();
        var file = SomeLog.Of(records);
        file[500] ^= 1;

        var reading = SomeLog.Read(file);

        Assert.Equal(records[33..], reading.Records);
        Assert.Equal([new LogProblem(7, "a chunk's checksum does not match")], reading.Damages);
        Assert.Equal(ReadOutcome.End, reading.Last);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_flipped_bit_in_checksum_type_or_payload_is_damage(int byteOfChunk)
    {
        var file = SomeLog.Of(SomeLog.Record(100), SomeLog.Record(100));
        file[7 + 107 + byteOfChunk] ^= 4;

        var reading = SomeLog.Read(file);

        Assert.Single(reading.Records);
        Assert.Equal(114, Assert.Single(reading.Damages).Offset);
        Assert.Equal(114, reading.Position);
    }

    [Fact]
    public void A_length_that_reaches_over_the_block_is_damage_also_at_the_tail()
    {
        var file = SomeLog.Of(SomeLog.Record(100));
        file[7 + 5] = 0xff;

        var reading = SomeLog.Read(file);

        Assert.Equal([new LogProblem(7, "a chunk reaches over the end of its block")], reading.Damages);
        Assert.Equal(ReadOutcome.End, reading.Last);
    }

    [Fact]
    public void A_chunk_of_an_unknown_type_is_damage()
    {
        var file = SomeLog.Of(SomeLog.Record(100));
        TransactionLogFormat.WriteChunkHeader(file.AsSpan(7), (ChunkType)5);

        var reading = SomeLog.Read(file);

        Assert.Equal([new LogProblem(7, "a chunk has the unknown type 5")], reading.Damages);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_record_cannot_begin_with_an_inner_chunk(int type)
    {
        var file = SomeLog.Of(SomeLog.Record(100), SomeLog.Record(32_700), SomeLog.Record(5));
        TransactionLogFormat.WriteChunkHeader(file.AsSpan(7, 107), (ChunkType)type);

        var reading = SomeLog.Read(file);

        Assert.Equal([SomeLog.Record(5)], reading.Records);
        Assert.Equal($"a record begins with a chunk of type {(ChunkType)type}", Assert.Single(reading.Damages).Reason);
    }

    [Fact]
    public void A_record_that_another_one_interrupts_is_damage()
    {
        var half = SomeLog.Of(SomeLog.Record(32_761))[..32_768];
        var file = (byte[])[.. half, .. SomeLog.Of(SomeLog.Record(32_754), SomeLog.Record(9))[7..]];

        var reading = SomeLog.Read(file);

        Assert.Equal([new LogProblem(32_768, "a record goes on with a chunk of type Full")], reading.Damages);
        Assert.Empty(reading.Records);
    }

    [Fact]
    public void Zeros_within_a_record_are_damage()
    {
        var file = SomeLog.Of(SomeLog.Record(50_000), SomeLog.Record(40_000), SomeLog.Record(3));
        file.AsSpan(32_768, 1000).Clear();

        var reading = SomeLog.Read(file);

        Assert.Equal([new LogProblem(32_768, "a record goes on with a chunk of type Zeros")], reading.Damages);
        Assert.Equal([SomeLog.Record(3)], reading.Records);
    }

    [Fact]
    public void A_record_damaged_over_several_blocks_is_one_damage()
    {
        var records = (byte[][])[SomeLog.Record(10), SomeLog.Record(200_000), SomeLog.Record(20)];
        var file = SomeLog.Of(records);
        file[40_000] ^= 1;
        file[100_000] ^= 1;

        var reading = SomeLog.Read(file);

        Assert.Equal([records[0], records[2]], reading.Records);
        Assert.Equal(32_768, Assert.Single(reading.Damages).Offset);
    }

    [Fact]
    public void A_damage_is_told_again_for_a_record_that_began_behind_it()
    {
        var records = (byte[][])[SomeLog.Record(40_000), SomeLog.Record(100_000), SomeLog.Record(20)];
        var file = SomeLog.Of(records);
        file[100] ^= 1;
        file[70_000] ^= 1;

        var reading = SomeLog.Read(file);

        Assert.Equal([records[2]], reading.Records);
        Assert.Equal([7, 65_536], reading.Damages.Select(damage => damage.Offset));
    }

    [Fact]
    public void A_record_behind_damage_is_read_once_it_is_complete()
    {
        var records = (byte[][])[SomeLog.Record(40_000), SomeLog.Record(100_000)];
        var file = SomeLog.Of(records);
        file[100] ^= 1;
        var stream = new ScriptedStream();
        stream.Grow(file[..100_000]);
        using var reader = new TransactionLogReader(stream);
        var before = SomeLog.Read(reader);

        stream.Grow(file[100_000..]);
        var after = SomeLog.Read(reader);

        Assert.Equal(7, Assert.Single(before.Damages).Offset);
        Assert.Equal(ReadOutcome.TornTail, before.Last);
        Assert.Equal([records[1]], after.Records);
        Assert.Empty(after.Damages);
    }

    [Fact]
    public void Zeros_that_just_fill_a_block_do_not_cost_the_next_one()
    {
        var file = (byte[])[.. SomeLog.Of(SomeLog.Record(32_754 - 7)), .. new byte[7], .. SomeLog.Of([4, 5])[7..]];

        var reading = SomeLog.Read(file);

        Assert.Equal([SomeLog.Record(32_754 - 7), [4, 5]], reading.Records);
    }

    [Theory]
    [InlineData("3a572642e1be01")]
    [InlineData("3a572642e1bf00")]
    [InlineData("3a572643e1be00")]
    [InlineData("00000000000000")]
    [InlineData("504b")]
    public void A_file_with_another_header_is_not_a_log(string header)
    {
        using var reader = SomeLog.Reader(Convert.FromHexString(header));

        var outcome = reader.Read(out _);

        Assert.Equal(ReadOutcome.NotALog, outcome);
        Assert.Equal(ReadOutcome.NotALog, reader.Read(out _));
        Assert.Equal("the file does not begin with the header of a W&B log of version 0 at byte 0", reader.Problem!.ToString());
    }
}
