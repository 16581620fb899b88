using System.Buffers.Binary;
using System.Security.Cryptography;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.TransactionLog;
using Record = WandbActors.Persistence.Records.Record;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>The format, byte for byte, held against files that the official writers made.</summary>
public class BasicsSpecs
{
    private const string Header = "3a572642e1be00";

    [Theory]
    [InlineData("", "1bdf05a5000001")]
    [InlineData("080d", "9045eb48020001")]
    [InlineData("0801aa010f0a0d0a03782b791206302e37302e30", "9029e70d140001")]
    [InlineData("080792010408011005", "3f1e0005090001")]
    [InlineData("0805121d0a0c12046c6f7373820103302e350a0b12055f73746570820101301200", "fb0d1436210001")]
    public void A_record_is_framed_as_the_official_writer_frames_it(string payload, string chunkHeader)
    {
        var record = Convert.FromHexString(payload);

        var file = SomeLog.Of(record);

        Assert.Equal(Header + chunkHeader + payload, Convert.ToHexStringLower(file));
        Assert.Equal([record], SomeLog.Read(file).Records);
    }

    [Theory]
    [InlineData(32754, 32768, new long[] { 7, 0xc94fcfa2, 32754, 1 })]
    [InlineData(32755, 32776, new long[] { 7, 0xebca863b, 32754, 2, 32768, 0x52b2e76d, 1, 4 })]
    [InlineData(65515, 65536, new long[] { 7, 0xebca863b, 32754, 2, 32768, 0x9867724c, 32761, 4 })]
    [InlineData(65516, 65544, new long[] { 7, 0xebca863b, 32754, 2, 32768, 0x73d5ffbf, 32761, 3, 65536, 0x52b2e76d, 1, 4 })]
    [InlineData(
        100000,
        100035,
        new long[] { 7, 0xebca863b, 32754, 2, 32768, 0x73d5ffbf, 32761, 3, 65536, 0x73d5ffbf, 32761, 3, 98304, 0x727a1a87, 1724, 4 })]
    public void A_long_record_is_cut_at_the_blocks_ends(int recordBytes, int fileBytes, long[] chunks)
    {
        var record = SomeLog.Record(recordBytes);

        var file = SomeLog.Of(record);

        Assert.Equal(fileBytes, file.Length);
        Assert.Equal(chunks, ChunksOf(file, 7));
        Assert.Equal([record], SomeLog.Read(file).Records);
    }

    [Theory]
    [InlineData(1, 32778, new long[] { 32768, 0x46446fb9, 3, 1 })]
    [InlineData(2, 32778, new long[] { 32768, 0x46446fb9, 3, 1 })]
    [InlineData(3, 32778, new long[] { 32768, 0x46446fb9, 3, 1 })]
    [InlineData(4, 32778, new long[] { 32768, 0x46446fb9, 3, 1 })]
    [InlineData(5, 32778, new long[] { 32768, 0x46446fb9, 3, 1 })]
    [InlineData(6, 32778, new long[] { 32768, 0x46446fb9, 3, 1 })]
    [InlineData(7, 32778, new long[] { 32761, 0x3c0c8ea1, 0, 2, 32768, 0x719a9f8b, 3, 4 })]
    [InlineData(8, 32777, new long[] { 32760, 0x9de11151, 1, 2, 32768, 0x24707260, 2, 4 })]
    public void What_is_left_of_a_block_is_padded_or_begins_the_next_record(int leftInBlock, int fileBytes, long[] chunks)
    {
        var first = SomeLog.Record(32754 - leftInBlock);
        var second = SomeLog.Record(3, value: 2);

        var file = SomeLog.Of(first, second);

        Assert.Equal(fileBytes, file.Length);
        Assert.Equal(chunks, ChunksOf(file, (int)chunks[0]));
        Assert.DoesNotContain(file[(32768 - leftInBlock)..(int)chunks[0]], padding => padding != 0);
        Assert.Equal([first, second], SomeLog.Read(file).Records);
    }

    [Fact]
    public void An_empty_record_fits_into_exactly_a_headers_room()
    {
        var first = SomeLog.Record(32754 - 7);

        var file = SomeLog.Of(first, []);

        Assert.Equal(32768, file.Length);
        Assert.Equal([32761, 0xa505df1b, 0, 1], ChunksOf(file, 32761));
        Assert.Equal([first, []], SomeLog.Read(file).Records);
    }

    [Fact]
    public void The_smallest_complete_run_is_that_of_the_official_writer()
    {
        using var batch = new EncodedBatch();
        foreach (var (num, record) in SmallestRun())
            batch.Add(num, record);
        var payloads = Enumerable.Range(0, batch.Count).Select(index => batch[index].ToArray()).ToArray();

        var file = SomeLog.Of(payloads);

        Assert.Equal(243, file.Length);
        Assert.Equal("ca9142bf2a63474622a7bea54866d6d9a7b369466e351779119443ddd2492259", Convert.ToHexStringLower(SHA256.HashData(file)));
        Assert.Equal(payloads, SomeLog.Read(file).Records);
    }

    private static IEnumerable<(long Num, Record Record)> SmallestRun()
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        yield return (1, new Record { Header = new HeaderRecord { VersionInfo = new VersionInfo { Producer = "t", MinConsumer = "0.70.0" } } });
        yield return (2, new Record
        {
            Run = new RunRecord
            {
                RunId = "r1",
                Entity = "e",
                Project = "p",
                Config = new ConfigRecord { Update = { new ConfigItem { Key = "lr", ValueJson = "0.1" } } },
                StartTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(start),
            },
        });
        yield return (3, new Record { Summary = new SummaryRecord { Update = { Update("loss", "0.5"), Update("_step", "0") } } });
        yield return (4, new Record
        {
            History = new HistoryRecord
            {
                Item = { Item("loss", "0.5"), Item("_step", "0"), Item("_timestamp", "1700000001"), Item("_runtime", "1") },
                Step = new HistoryStep(),
            },
        });
        yield return (5, new Record
        {
            OutputRaw = new OutputRawRecord
            {
                OutputType = OutputRawRecord.Types.OutputType.Stdout,
                Timestamp = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(start.AddSeconds(1)),
                Line = "hi\n",
            },
        });
        yield return (6, new Record { Control = new Control { AlwaysSend = true }, Exit = new RunExitRecord { Runtime = 1 } });
    }

    private static HistoryItem Item(string key, string json) => new() { NestedKey = { key }, ValueJson = json };

    private static SummaryItem Update(string key, string json) => new() { NestedKey = { key }, ValueJson = json };

    /// <summary>Offset, CRC, length and type of each chunk from here to the end.</summary>
    private static List<long> ChunksOf(byte[] file, int offset)
    {
        var chunks = new List<long>();
        while (offset < file.Length)
        {
            var header = file.AsSpan(offset);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
            chunks.AddRange([offset, BinaryPrimitives.ReadUInt32LittleEndian(header), length, header[6]]);
            offset += 7 + length;
        }

        return chunks;
    }
}
