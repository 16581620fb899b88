using System.Runtime.CompilerServices;
using WandbActors.Persistence.Records;

namespace WandbActors;

/// <summary>
/// One value of a row: eight bytes of number and one reference, so that logging numbers allocates nothing.
/// The default value is JSON <c>null</c>. Numbers, flags and texts convert implicitly; <see cref="Of(object?)"/> takes the rest.
/// </summary>
/// <remarks>
/// The reference is the text or object itself, or, for numbers, a tag that says which number it is. The tag is found by its type and
/// not by identity: a value that crossed a process boundary carries a tag of its own.
/// </remarks>
public readonly partial struct MetricValue : IEquatable<MetricValue>
{
    private static readonly NumberTag Float64Tag = new(MetricValueKind.Float64);
    private static readonly NumberTag Int64Tag = new(MetricValueKind.Int64);
    private static readonly NumberTag UInt64Tag = new(MetricValueKind.UInt64);
    private static readonly NumberTag BoolTag = new(MetricValueKind.Bool);

    private readonly long _bits;
    private readonly object? _reference;

    private MetricValue(long bits, object? reference)
    {
        _bits = bits;
        _reference = reference;
    }

    /// <summary>A double-precision number.</summary>
    public MetricValue(double value) : this(BitConverter.DoubleToInt64Bits(value), Float64Tag) { }

    /// <summary>A signed integer.</summary>
    public MetricValue(long value) : this(value, Int64Tag) { }

    /// <summary>An unsigned integer.</summary>
    public MetricValue(ulong value) : this((long)value, value <= long.MaxValue ? Int64Tag : UInt64Tag) { }

    /// <summary>A flag.</summary>
    public MetricValue(bool value) : this(value ? 1 : 0, BoolTag) { }

    /// <summary>A text; <c>null</c> is JSON <c>null</c>.</summary>
    public MetricValue(string? value) : this(0, value) { }

    internal MetricValue(ReadyJson json) : this(0, json) { }

    internal MetricValue(NestedValues values) : this(0, values) { }

    internal MetricValue(DataType value) : this(0, value.Snapshot()) { }

    internal MetricValue(DeferredValue value) : this(0, value) { }

    /// <summary>A number or flag from its eight bytes.</summary>
    internal static MetricValue OfNumber(MetricValueKind kind, long bits) => kind switch
    {
        MetricValueKind.Float64 => new(bits, Float64Tag),
        MetricValueKind.Int64 => new(bits, Int64Tag),
        MetricValueKind.UInt64 => new(bits, UInt64Tag),
        MetricValueKind.Bool => new(bits, BoolTag),
        _ => default,
    };

    /// <summary>What this value holds.</summary>
    public MetricValueKind Kind => _reference switch
    {
        NumberTag tag => tag.Kind,
        null => MetricValueKind.Null,
        string => MetricValueKind.Text,
        ReadyJson => MetricValueKind.Json,
        NestedValues => MetricValueKind.Nested,
        DeferredValue => MetricValueKind.Deferred,
        _ => MetricValueKind.Object,
    };

    /// <summary>The number's eight bytes, as <see cref="Kind"/> says; 0 for what is no number.</summary>
    internal long Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>The text or object; meaningless for numbers.</summary>
    internal object? Reference => _reference;

    /// <summary>Whether this is a number or flag, and then which: the one test of the hot path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryGetNumber(out MetricValueKind kind)
    {
        if (_reference is NumberTag tag)
        {
            kind = tag.Kind;
            return true;
        }

        kind = MetricValueKind.Null;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(MetricValue other) => Kind == other.Kind && _bits == other._bits && (_reference is NumberTag || Equals(_reference, other._reference));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MetricValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _bits, _reference is NumberTag ? null : _reference);

    /// <summary>The value as its JSON text, or the type's name where the JSON is made later.</summary>
    public override string ToString() => ValueJson.Describe(this);

    /// <summary>Compares two values; two NaN of the same bits are equal.</summary>
    public static bool operator ==(MetricValue left, MetricValue right) => left.Equals(right);

    /// <summary>Compares two values.</summary>
    public static bool operator !=(MetricValue left, MetricValue right) => !left.Equals(right);

    private sealed class NumberTag(MetricValueKind kind)
    {
        public MetricValueKind Kind { get; } = kind;
    }
}
