using System.Numerics;
using System.Runtime.CompilerServices;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.TransactionLog;

/// <summary>
/// The protobuf of history and summary records, written by hand because they are the hot path. Fields stand in ascending order, as the
/// generated classes write them.
/// </summary>
internal static class RecordEncoder
{
    public const int MaxVarintBytes = 10;

    private const int MaxOneByteVarint = 0x7F;

    /// <summary>Room for everything that stands before the first item of a record: two tags, the number and the body's length.</summary>
    public const int MaxHeadBytes = 2 + (2 * MaxVarintBytes);

    /// <summary>Room for the step behind the last item: a tag and a length, a tag and the number.</summary>
    public const int MaxStepBytes = 3 + MaxVarintBytes;

    /// <summary><c>Record.history</c> and <c>Record.summary</c>.</summary>
    public const byte HistoryTag = (2 << 3) | 2;
    public const byte SummaryTag = (3 << 3) | 2;

    /// <summary><c>Record.metric</c>.</summary>
    public const byte MetricTag = (12 << 3) | 2;

    public const byte NumTag = 1 << 3;
    private const byte ItemTag = (1 << 3) | 2; // HistoryRecord.item and SummaryRecord.update
    private const byte StepTag = (2 << 3) | 2; // HistoryRecord.step
    private const byte StepNumTag = 1 << 3;

    /// <summary><c>Record.log_every</c>, which no file has: field 1000.</summary>
    public static ReadOnlySpan<byte> LogEveryTag => [0xC2, 0x3E];

    /// <summary><c>HistoryRecord.info</c>, field 200, that says <c>late</c>.</summary>
    public static ReadOnlySpan<byte> LateMark => [0xC2, 0x0C, 6, (1 << 3) | 2, 4, (byte)'l', (byte)'a', (byte)'t', (byte)'e'];

    /// <summary><c>Record.info</c>, field 200, that says <c>set</c>: only what a program has set has a stream, as in the official client.</summary>
    public static ReadOnlySpan<byte> SetMark => [0xC2, 0x0C, 5, (1 << 3) | 2, 3, (byte)'s', (byte)'e', (byte)'t'];

    // Field 16, the first whose tag takes two bytes.
    private static ReadOnlySpan<byte> ValueJsonTag => [0x82, 0x01];

    /// <summary>Writes one item: the metric's name and its value.</summary>
    public static void WriteItem(PooledBuffer output, EncodedKey key, ReadOnlySpan<byte> json)
    {
        var fields = key.Fields;
        var content = checked(fields.Length + ValueJsonTag.Length + VarintBytes((ulong)json.Length) + json.Length);
        var item = output.GetSpan(checked(1 + MaxVarintBytes + content));
        item[0] = ItemTag;
        var at = 1 + WriteVarint(item[1..], (ulong)content);
        fields.CopyTo(item[at..]);
        at += fields.Length;
        ValueJsonTag.CopyTo(item[at..]);
        at += ValueJsonTag.Length;
        at += WriteVarint(item[at..], (ulong)json.Length);
        json.CopyTo(item[at..]);
        output.Advance(at + json.Length);
    }

    /// <summary>Writes one item whose value is a number, flag or null: its text is made where it stays.</summary>
    [SkipLocalsInit]
    public static void WriteNumberItem(PooledBuffer output, EncodedKey key, MetricValueKind kind, long bits)
    {
        var head = key.NumberHead;
        if (head.IsEmpty)
        {
            Span<byte> json = stackalloc byte[ValueJson.MaxNumberBytes];
            WriteItem(output, key, json[..ValueJson.FormatNumber(kind, bits, json)]);
            return;
        }

        var item = output.GetSpan(head.Length + ValueJson.MaxNumberBytes);
        head.CopyTo(item);
        var digits = ValueJson.FormatNumber(kind, bits, item[head.Length..]);
        item[1] = (byte)(head.Length - 2 + digits);
        item[head.Length - 1] = (byte)digits;
        output.Advance(head.Length + digits);
    }

    /// <summary>What <see cref="WriteNumberItem"/> copies for a name's fields: both lengths take one byte, and are filled in there.</summary>
    public static byte[] NumberHead(ReadOnlySpan<byte> fields) =>
        fields.Length + ValueJsonTag.Length + 1 + ValueJson.MaxNumberBytes <= MaxOneByteVarint ? [ItemTag, 0, .. fields, .. ValueJsonTag, 0] : [];

    /// <summary>Writes a history record's step. Step 0 is an empty message, not an absent one.</summary>
    public static void WriteStep(PooledBuffer output, long step)
    {
        var field = output.GetSpan(MaxStepBytes);
        field[0] = StepTag;
        var content = WriteNumber(field[2..], StepNumTag, step);
        field[1] = (byte)content;
        output.Advance(2 + content);
    }

    /// <summary>Writes what stands before the first item, now that the body's length is known; returns its length.</summary>
    public static int WriteHead(Span<byte> destination, long num, byte bodyTag, int bodyBytes)
    {
        var at = WriteNumber(destination, NumTag, num);
        destination[at++] = bodyTag;
        return at + WriteVarint(destination[at..], (ulong)bodyBytes);
    }

    /// <summary>Writes a record's number alone; returns its length.</summary>
    public static int WriteNum(Span<byte> destination, long num) => WriteNumber(destination, NumTag, num);

    public static int WriteVarint(Span<byte> destination, ulong value)
    {
        var at = 0;
        while (value >= 0x80)
        {
            destination[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[at++] = (byte)value;
        return at;
    }

    // Seven bits a byte; zero takes one byte too.
    private static int VarintBytes(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    private static int WriteNumber(Span<byte> destination, byte tag, long number)
    {
        if (number == 0)
            return 0;

        destination[0] = tag;
        return 1 + WriteVarint(destination[1..], (ulong)number);
    }
}
