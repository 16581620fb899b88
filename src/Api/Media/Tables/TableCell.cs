using System.Text;
using WandbActors.Persistence.Records;
using WandbActors.Persistence.Replay;

namespace WandbActors;

/// <summary>One cell of a table, read when it was added. Immutable.</summary>
/// <param name="Value">What it holds.</param>
/// <param name="UnixMilliseconds">For a time, when it is; a time without a zone is taken as UTC.</param>
internal readonly record struct TableCell(MetricValue Value, long? UnixMilliseconds = null)
{
    public static TableCell Of(object? value) => value switch
    {
        DateTimeOffset time => new(MetricValue.Of(time), time.ToUnixTimeMilliseconds()),
        DateTime { Kind: DateTimeKind.Local } time => new(MetricValue.Of(time), new DateTimeOffset(time).ToUnixTimeMilliseconds()),
        DateTime time => new(MetricValue.Of(time), new DateTimeOffset(time.Ticks, TimeSpan.Zero).ToUnixTimeMilliseconds()),
        DateOnly date => new(MetricValue.Of(date), new DateTimeOffset(date, default, TimeSpan.Zero).ToUnixTimeMilliseconds()),
        _ => new(ObjectConversion.ConvertSetting(value)),
    };

    /// <summary>The cell's type. NaN counts as null, as in the official client.</summary>
    public CellType Type => UnixMilliseconds is null ? TypeOf(Value) : CellType.Time;

    private static CellType TypeOf(MetricValue value) => value.Kind switch
    {
        MetricValueKind.Null => CellType.Null,
        MetricValueKind.Float64 when double.IsNaN(BitConverter.Int64BitsToDouble(value.Bits)) => CellType.Null,
        MetricValueKind.Float64 or MetricValueKind.Int64 or MetricValueKind.UInt64 => CellType.Number,
        MetricValueKind.Bool => CellType.Flag,
        MetricValueKind.Text => CellType.Text,
        MetricValueKind.Nested => TypeOf((NestedValues)value.Reference!),
        MetricValueKind.Json => TypeOf(ToText((ReadyJson)value.Reference!)),
        MetricValueKind.Object => TypeOf((DataType)value.Reference!),
        _ => CellType.Unknown,
    };

    private static CellType TypeOf(DataType value) => value switch
    {
        ValueList list => ListOf(list.Values.Select(TypeOf)),
        Image image => new ImageCellType(image),
        Html or Markdown => new CellType.Named("html-file"),
        Audio => new CellType.Named("audio-file"),
        Video => new CellType.Named("video-file"),
        Object3D => new CellType.Named("object3D-file"),
        Histogram => new CellType.Named("histogram"),
        _ => new CellType.OfClass(value.TypeName),
    };

    private static CellType TypeOf(NestedValues values)
    {
        var members = new List<(string, CellSlot)>();
        foreach (var (name, value) in values.Entries)
            members.Add((name, SlotOf(TypeOf(value))));
        return new CellType.Members(members);
    }

    // JSON that was made at the call: its first character says what it is.
    private static CellType TypeOf(string json) => json.TrimStart() switch
    {
        ['[', ..] => ListOf(JsonText.Elements(json).Select(TypeOf)),
        ['{', ..] => new CellType.Members([.. JsonText.Members(json).Select(member => (member.Name, SlotOf(TypeOf(member.Json))))]),
        ['"', ..] => CellType.Text,
        ['t' or 'f', ..] => CellType.Flag,
        ['n' or 'N', ..] => CellType.Null,
        _ => CellType.Number,
    };

    private static CellType.List ListOf(IEnumerable<CellType> elements)
    {
        var slot = new CellSlot(null, IsOptional: false);
        var length = 0;
        foreach (var element in elements)
        {
            length++;
            slot = slot.Take(element) ?? CellSlot.Mixed;
        }

        return new CellType.List(slot, length);
    }

    // A member that is null here may be something else in the next row.
    private static CellSlot SlotOf(CellType type) => type == CellType.Null ? CellSlot.Empty : new CellSlot(type, IsOptional: false);

    private static string ToText(ReadyJson json) => Encoding.UTF8.GetString(json.Utf8.Span);
}
