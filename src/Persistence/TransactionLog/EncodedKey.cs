using System.Text;
using WandbActors.Persistence.Records;

namespace WandbActors.Persistence.TransactionLog;

/// <summary>
/// The name of a metric as it stands in every history and summary item, encoded once: a plain name as field <c>key</c>, a path as repeated
/// <c>nested_key</c>. Immutable.
/// </summary>
internal sealed class EncodedKey
{
    private const byte KeyTag = (1 << 3) | 2;
    private const byte NestedKeyTag = (2 << 3) | 2;

    private readonly byte[] _fields;
    private readonly byte[] _numberHead;

    public EncodedKey(MetricPath path)
    {
        Path = path;
        var tag = path.Segments.Length == 1 ? KeyTag : NestedKeyTag;
        using var fields = new PooledBuffer();
        foreach (var segment in path.Segments)
            WriteField(tag, segment, fields);
        _fields = fields.WrittenSpan.ToArray();
        _numberHead = RecordEncoder.NumberHead(_fields);
    }

    public MetricPath Path { get; }

    /// <summary>The protobuf fields that name this metric, the same in HistoryItem and SummaryItem.</summary>
    public ReadOnlySpan<byte> Fields => _fields;

    /// <summary>All that stands before the text of a number in its item, lengths left open; empty where these may take more than a byte.</summary>
    public ReadOnlySpan<byte> NumberHead => _numberHead;

    public override string ToString() => Path.ToString();

    private static void WriteField(byte tag, string segment, PooledBuffer fields)
    {
        var utf8 = Encoding.UTF8.GetBytes(segment);
        var head = fields.GetSpan(1 + RecordEncoder.MaxVarintBytes);
        head[0] = tag;
        fields.Advance(1 + RecordEncoder.WriteVarint(head[1..], (ulong)utf8.Length));
        fields.Write(utf8);
    }
}
