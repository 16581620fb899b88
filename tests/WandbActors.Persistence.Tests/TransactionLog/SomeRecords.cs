using FsCheck;
using FsCheck.Fluent;

namespace WandbActors.Persistence.Tests.TransactionLog;

/// <summary>Arbitrary records, most of them small, and of lengths that matter at the blocks' ends.</summary>
public sealed record SomeRecords(byte[][] Records)
{
    private static readonly int[] NotableLengths = [0, 1, 7, 32_733, 32_740, 32_746, 32_747, 32_748, 32_754, 32_755, 32_761, 65_515, 65_522, 100_000];

    /// <summary>FsCheck finds this by its type.</summary>
    public static Arbitrary<SomeRecords> Arbitrary()
    {
        var length = Gen.Frequency(
            (6, Gen.Choose(0, 300)),
            (2, Gen.Choose(0, 33_000)),
            (2, Gen.Elements(NotableLengths)));
        var record = length.SelectMany(_ => Gen.Choose(0, int.MaxValue), BytesOf);
        return Arb.From(record.ArrayOf().Select(records => new SomeRecords(records)), Shrink);
    }

    public override string ToString() => $"records of {string.Join(", ", Records.Select(record => record.Length))} bytes";

    // Bytes other than zero, so that no record can be taken for padding.
    private static byte[] BytesOf(int length, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)random.Next(1, 256);
        return bytes;
    }

    private static IEnumerable<SomeRecords> Shrink(SomeRecords records) => Enumerable.Range(0, records.Records.Length)
        .Select(index => new SomeRecords([.. records.Records[..index], .. records.Records[(index + 1)..]]));
}
