using System.Collections.Immutable;
using System.Text;
using Hyperion;
using WandbActors.Persistence.Records;
using Row = System.Collections.Immutable.ImmutableArray<System.Collections.Generic.KeyValuePair<string, WandbActors.MetricValue>>;

namespace WandbActors.Actors.Serialization;

/// <summary>
/// A row's values and their form on the wire. Numbers, flags and texts arrive as they were; nested values and objects as the JSON that
/// they have at that moment. A deferred value belongs to the process of its device, so <c>null</c> goes in its stead.
/// </summary>
internal static class NamedValuesSurrogate
{
    public static Surrogate Create() => Surrogate.Create<Row, NamedValues>(ToWire, FromWire);

    private static NamedValues ToWire(Row row)
    {
        row = row.IsDefault ? [] : row;
        var wire = new NamedValues(new string[row.Length], new byte[row.Length], new long[row.Length], new string?[row.Length]);
        for (var i = 0; i < row.Length; i++)
        {
            var (name, value) = row[i];
            wire.Names[i] = name;
            wire.Kinds[i] = (byte)KindOnWire(value.Kind);
            wire.Bits[i] = value.Bits;
            wire.Texts[i] = TextOnWire(value);
        }

        return wire;
    }

    private static Row FromWire(NamedValues wire)
    {
        var row = ImmutableArray.CreateBuilder<KeyValuePair<string, MetricValue>>(wire.Names.Length);
        for (var i = 0; i < wire.Names.Length; i++)
            row.Add(new(wire.Names[i], FromWire((MetricValueKind)wire.Kinds[i], wire.Bits[i], wire.Texts[i])));
        return row.MoveToImmutable();
    }

    private static MetricValueKind KindOnWire(MetricValueKind kind) => kind switch
    {
        MetricValueKind.Nested or MetricValueKind.Object => MetricValueKind.Json,
        MetricValueKind.Deferred => MetricValueKind.Null,
        _ => kind,
    };

    private static string? TextOnWire(MetricValue value) => value.Kind switch
    {
        MetricValueKind.Text => (string)value.Reference!,
        MetricValueKind.Json or MetricValueKind.Nested or MetricValueKind.Object => ValueJson.ToJsonText(value),
        _ => null,
    };

    private static MetricValue FromWire(MetricValueKind kind, long bits, string? text) => kind switch
    {
        MetricValueKind.Float64 => new MetricValue(BitConverter.Int64BitsToDouble(bits)),
        MetricValueKind.Int64 => new MetricValue(bits),
        MetricValueKind.UInt64 => new MetricValue((ulong)bits),
        MetricValueKind.Bool => new MetricValue(bits != 0),
        MetricValueKind.Text => new MetricValue(text),
        MetricValueKind.Json => new MetricValue(new ReadyJson(Encoding.UTF8.GetBytes(text!))),
        _ => default,
    };
}
