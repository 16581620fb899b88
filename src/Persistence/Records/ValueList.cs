using System.Buffers;

namespace WandbActors.Persistence.Records;

/// <summary>A list with W&amp;B's data types in it: its JSON is written when theirs is, off the hot path. Several of one type that
/// has files become W&amp;B's own form of a list. Immutable; holds no deferred values.</summary>
internal sealed class ValueList(IReadOnlyList<MetricValue> values) : DataType
{
    public IReadOnlyList<MetricValue> Values => values;

    internal override string TypeName => "a list";

    internal override long HeldBytes { get; } = values.Sum(value => value.Reference is DataType data ? data.HeldBytes : 0);

    public int Depth { get; } = 1 + ValueDepth.OfDeepest(values);

    /// <summary>A list of values: ready JSON, unless one of them is an object.</summary>
    public static MetricValue Of(IReadOnlyList<MetricValue> values)
    {
        var list = new ValueList(values);
        if (values.Any(value => Holds(value, MetricValueKind.Object)))
            return new MetricValue(list);

        var json = new ArrayBufferWriter<byte>();
        list.WriteJson(json);
        return new MetricValue(new ReadyJson(json.WrittenMemory, list.Depth, values.Select(ValueMarker.In).FirstOrDefault(marker => marker is not null)));
    }

    /// <summary>Whether the value is of this kind, or a leaf of it is.</summary>
    public static bool Holds(MetricValue value, MetricValueKind kind)
    {
        if (value.Reference is not NestedValues values)
            return value.Kind == kind;

        foreach (var (_, leaf) in values.Entries)
        {
            if (Holds(leaf, kind))
                return true;
        }

        return false;
    }

    protected internal override void WriteJson(IBufferWriter<byte> writer) => WriteJson(place: null, writer);

    internal override void WriteJson(MediaPlace? place, IBufferWriter<byte> writer)
    {
        if (place is not null && MediaOfOneType() is [var first, ..] media && first.TryWriteList(media, writer, place))
            return;

        writer.Write("["u8);
        for (var index = 0; index < values.Count; index++)
        {
            if (index > 0)
                writer.Write(","u8);
            ValueJson.Write(values[index], writer, place);
        }

        writer.Write("]"u8);
    }

    private Media[] MediaOfOneType()
    {
        var media = values.Select(value => value.Reference).OfType<Media>().ToArray();
        return media.Length == values.Count && media.DistinctBy(value => value.GetType()).Count() == 1 ? media : [];
    }
}
